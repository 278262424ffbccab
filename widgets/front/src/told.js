// What a page says of itself, in one place of its foot.

// Apart from the others, which the first script of a page has no use for.
export const FAILED =
  "Les espaces pour écrire n’ont pas pu s’ouvrir. Ce qui était enregistré l’est toujours\u00a0: rechargez la page.";

export const TEXTS = {
  ready: "Votre page est prête.",
  slow:
    "La page met plus de temps que d’habitude. Vous pouvez lire en attendant. " +
    "Si rien ne vient, rechargez la page\u00a0: ce qui était enregistré l’est toujours.",
  place: "Cet espace n’a pas pu s’ouvrir. Ce qui était enregistré l’est toujours\u00a0: rechargez la page.",
  cut: "La connexion est coupée\u00a0: vos mots restent dans cette page, ils partiront dès son retour.",
  closed:
    "Votre accès n’est plus ouvert dans ce navigateur\u00a0: vos mots restent dans cette page. Ouvrez-le de nouveau dans un autre " +
    "onglet, et ils partiront\u202f; sinon, copiez-les avant de quitter la page.",
  door: "Ouvrir mon accès dans un autre onglet",
  ended:
    "La page n’est plus reliée au parcours. Copiez ce que vous venez d’écrire si le message «\u00a0enregistré\u00a0» " +
    "n’apparaît pas, puis rechargez la page.",
  full:
    "Toutes les places sont prises pour le moment. Vous pouvez lire la page\u00a0: ce qui est à remplir s’ouvrira tout seul, " +
    "dès qu’une place sera libre.",
  soon: "Cet espace s’ouvrira dès qu’une place sera libre.",
  turn: "Une place est libre\u00a0: votre page se prépare.",
  queued:
    "Toutes les places sont prises pour le moment\u00a0: vos mots restent dans cette page, ils partiront dès qu’une place " +
    "sera libre.",
  back: "La page est de nouveau reliée au parcours.",
};

/** Make an element that says something. */
export const said = (tag, className, textContent, more) => Object.assign(document.createElement(tag), { className, textContent }, more);

/** A button that loads the page again. */
export const reload = () => said("button", "pu-bouton", "Recharger la page", { type: "button", onclick: () => window.location.reload() });

/** A link that looks like one. */
export const link = (text, href, more) => said("a", "pu-bouton", text, { href, ...more });

/** Show a sentence about the link with the course, with something to press below; an empty one takes it away. */
export function tell(text, below = "") {
  document.getElementById("pu-liaison")?.replaceChildren(...(text ? [said("p", "", text), below] : []));
}

/** How many pages come before this one, in words. */
export function ahead(before) {
  const count = Number(before);
  if (count === 0) return "La prochaine est pour vous.";
  return count === 1 ? "Une page attend avant la vôtre." : `${count} pages attendent avant la vôtre.`;
}
