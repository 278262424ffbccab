// Asking the server from the browser, without the kernel in between: with the cookie of this device, and its anti-forgery token.

/** What every request of a page's script bears. */
function requestHeaders() {
  const known = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
  return { "X-XSRFToken": known ? known[1] : "", "X-Parcours-U-Pour": madeFor() };
}

const SERVER_LOST =
  "Le serveur du parcours ne répond pas\u00a0: rien n’est perdu, gardez cette page ouverte et réessayez dans un instant.";

/** Ask the server; the promise fails with one French sentence. What takes a while may tell `onStep` how far it is, line by line. */
async function askServer(base, method, path, body, onStep) {
  let answer;
  let told = {};
  try {
    answer = await fetch(`${base}parcours-u/${path}`, {
      method,
      cache: "no-store",
      headers: { ...requestHeaders(), "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
    told = onStep && answer.ok ? await inSteps(answer, onStep) : await answer.json();
  } catch {
    throw new Error(SERVER_LOST);
  }
  if (!answer.ok) throw new Error(told.message || SERVER_LOST);
  if (told.failed) throw new Error(told.failed);
  return told;
}

/** Read an answer of several lines, each an object: steps, then what came of it. */
async function inSteps(answer, onStep) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const lines = (text + read.value).split("\n");
    text = lines.pop();
    for (const line of lines) onStep(JSON.parse(line).step);
  }
  return JSON.parse(text);
}
