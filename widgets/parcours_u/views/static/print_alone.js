// Printing one part of a page.

/** What is beside a section stays off the paper, at every level; with `titled`, the page's title and its banner are kept. */
function printAlone(section, { titled = false } = {}) {
  const beside = [];
  for (let node = section; node.parentElement && node.tagName !== (titled ? "MAIN" : "BODY"); node = node.parentElement) {
    beside.push(...Array.from(node.parentElement.children).filter((other) => other !== node && !(titled && other.querySelector("h1"))));
  }
  const hidden = beside.filter((other) => !other.classList.contains("pu-pas-imprime"));
  for (const other of hidden) other.classList.add("pu-pas-imprime");
  window.addEventListener("afterprint", () => hidden.forEach((other) => other.classList.remove("pu-pas-imprime")), { once: true });
  window.print();
}
