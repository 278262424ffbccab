// Where a cohort is: the first browser of somebody who has it in charge says it, before anything that tells an hour is drawn.

/** Say where this device is, once a page, as long as nobody has; kept once the page knows where its hours are told. */
function zoneSaid(base) {
  const page = document.getElementById("pu-noyau");
  if (!page?.dataset.fuseauSuppose) return Promise.resolve();
  page.puFuseau ??= sayZone(base, page); // each widget has its own copy of this file
  return page.puFuseau;
}

/** Where this device is; empty when it does not say. */
const deviceZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

async function sayZone(base, page) {
  const here = deviceZone();
  if (!here) return;
  try {
    const { fuseau } = await askServer(base, "PUT", "cohorte/fuseau", { fuseau: here });
    page.dataset.fuseau = fuseau;
  } catch {
    // the machine's zone still holds, and the page says it
  }
}
