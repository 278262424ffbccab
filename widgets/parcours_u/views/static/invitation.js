// What somebody is handed to come in: a link, its QR code, a code to type, a message to copy. Shown once, kept nowhere.

/** A button that copies a text; where a browser has no clipboard (plain HTTP), the text is chosen, ready for Ctrl-C. */
function copyButton(text, field, what) {
  return button(`Copier ${what}`, async () => {
    try {
      await navigator.clipboard.writeText(text);
      announce("C’est copié.");
    } catch {
      field.focus();
      field.select();
      announce("Le texte est choisi\u00a0: copiez-le avec le menu de votre appareil, ou Ctrl-C.");
    }
  }, { look: "small" });
}

function shownText(label, text, rows = 0) {
  const attributes = { class: "pu-field", readonly: true, id: uid("texte") };
  const field = rows ? h("textarea", { ...attributes, rows }) : h("input", { ...attributes, type: "text" });
  field.value = text;
  return [labelled(label, field), field];
}

/** A QR code's picture: it says what the link beside it says. */
function qrPicture(address) {
  return address.startsWith("data:image/svg+xml") ? h("img", { class: "pu-team-qr", src: address, alt: "Le lien, en code QR, à viser avec l’appareil photo d’un téléphone." }) : null;
}

/** @param close  called when the trainer has handed it over */
function showInvitation(card, close) {
  const [linkField, link] = shownText("Le lien, à ouvrir une seule fois", card.link);
  const [messageField, text] = shownText("Un message à envoyer", card.message, 8);
  const title = h("h3", { tabindex: -1 }, `L’invitation de ${card.name}`);
  const element = h(
    "div",
    { class: "pu-team-proposal" },
    title,
    h("p", {}, `Elle sert une fois, jusqu’au ${card.until}. Une invitation plus ancienne de la même personne ne sert plus. Elle n’est montrée que maintenant.`),
    qrPicture(card.qr),
    h("p", {}, "Le code, à taper\u00a0: ", h("strong", { class: "pu-team-code" }, card.code)),
    linkField,
    messageField,
    h("p", { class: "pu-actions" }, copyButton(card.link, link, "le lien"), copyButton(card.message, text, "le message"), button("Fermer", close, { look: "small" })),
  );
  return { element, focus: () => title.focus() };
}
