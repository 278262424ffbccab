// Requests that change something on the server: they carry the anti-forgery token that it left in a cookie.

/** Send a JSON body; the promise fails when the server cannot be reached. */
export function post(address, body = {}, options = {}) {
  const known = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
  return fetch(address, {
    method: "POST",
    cache: "no-store",
    headers: { "X-XSRFToken": known ? known[1] : "", "Content-Type": "application/json" },
    body: JSON.stringify(body),
    ...options,
  });
}
