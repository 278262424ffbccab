// Requests to the server: they carry the anti-forgery token that it left in a cookie (JupyterHub wants it of those that read, too),
// and the mark of whom this page was made for: a browser sends the cookie of whoever came in last, from every page.

/** Return the headers that hold both. */
export function requestHeaders() {
  const known = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
  const made = document.getElementById("pu-noyau")?.dataset.pour;
  return { "X-XSRFToken": known ? known[1] : "", ...(made && { "X-Parcours-U-Pour": made }) };
}

/** Send a JSON body; the promise fails when the server cannot be reached. */
export function post(address, body = {}, options = {}) {
  return fetch(address, {
    method: "POST",
    cache: "no-store",
    headers: { ...requestHeaders(), "Content-Type": "application/json" },
    body: JSON.stringify(body),
    ...options,
  });
}
