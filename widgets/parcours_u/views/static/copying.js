// Copying a text, also where browsers have no clipboard to give: the text is then selected, and how to go on is said.

/** Copy what a field holds; resolves to whether it is copied, the text being selected when it is not. */
async function copyField(control) {
  try {
    await navigator.clipboard.writeText(control.value);
    return true;
  } catch {
    control.focus();
    control.select();
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    }
  }
}

/** What is said then. */
function saidOf(copied, what) {
  return copied
    ? `${what} est copié. Collez-le où vous écrivez.`
    : `${what} est sélectionné\u00a0: copiez-le avec Ctrl et C, ou un appui long, puis «\u00a0Copier\u00a0».`;
}
