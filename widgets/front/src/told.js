// What a page says of itself, in one place of its foot.

// Apart from the others, which the first script of a page has no use for.
export const FAILED =
  "Les espaces pour écrire n’ont pas pu s’ouvrir. Ce qui était enregistré l’est toujours\u00a0: rechargez la page.";
const RELOAD = "Recharger la page";

export const TEXTS = {
  ready: "Votre page est prête.",
  slow:
    "La page met plus de temps que d’habitude. Vous pouvez lire en attendant. " +
    "Si rien ne vient, rechargez la page\u00a0: ce qui était enregistré l’est toujours.",
  place: "Cet espace n’a pas pu s’ouvrir. Ce qui était enregistré l’est toujours\u00a0: rechargez la page.",
  cut: "La connexion est coupée\u00a0: vos mots restent dans cette page, ils partiront dès son retour.",
  closed:
    "Votre accès n’est plus ouvert dans ce navigateur\u00a0: vos mots restent dans cette page. Ouvrez-le de nouveau dans un autre " +
    "onglet, et ils partiront\u202f; sinon, copiez-les avant de recharger la page.",
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

/** Show a sentence about the link with the course, with a button that loads the page again; an empty one takes it away. */
export function tell(text, reload = false) {
  const line = document.createElement("p");
  line.textContent = text;
  const shown = [line];
  if (reload) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pu-bouton";
    button.textContent = RELOAD;
    button.addEventListener("click", () => window.location.reload());
    shown.push(button);
  }
  document.getElementById("pu-liaison")?.replaceChildren(...(text ? shown : []));
}

/** How many pages come before this one, in words. */
export function ahead(before) {
  const count = Number(before);
  if (count === 0) return "La prochaine est pour vous.";
  return count === 1 ? "Une page attend avant la vôtre." : `${count} pages attendent avant la vôtre.`;
}
