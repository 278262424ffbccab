// Asking the server from the browser, without the kernel in between: with the cookie of this device, and its anti-forgery token.

const SERVER_LOST =
  "Le serveur du parcours ne répond pas\u00a0: rien n’est perdu, gardez cette page ouverte et réessayez dans un instant.";

/** Ask the server; the promise fails with one French sentence. */
async function askServer(base, method, path, body) {
  const known = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
  let answer;
  let told = {};
  try {
    answer = await fetch(`${base}parcours-u/${path}`, {
      method,
      cache: "no-store",
      headers: { "X-XSRFToken": known ? known[1] : "", "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
    told = await answer.json();
  } catch {
    throw new Error(SERVER_LOST);
  }
  if (!answer.ok) throw new Error(told.message || SERVER_LOST);
  return told;
}
