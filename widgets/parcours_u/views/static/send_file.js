// Sending a file to the server from the browser, as it is: after ask_server.js.

/** Send a file; the promise fails with one French sentence. Its name goes in a header, never in an address. */
async function sendFile(base, path, file) {
  const headers = { ...requestHeaders(), "X-Nom-De-Fichier": encodeURIComponent(wellFormed(file.name)) };
  let answer;
  let told = {};
  try {
    answer = await fetch(`${base}parcours-u/${path}`, { method: "POST", cache: "no-store", headers, body: file });
    told = await answer.json();
  } catch {
    throw new Error(SERVER_LOST);
  }
  if (!answer.ok) throw new Error(told.message || SERVER_LOST);
  return told;
}
