/** « Tilleul et Érable », « Bouleau, Tilleul et Érable »; with « ou », one of them. */
function enumerated(names, last = "et") {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${last} ${names.at(-1)}`;
}
