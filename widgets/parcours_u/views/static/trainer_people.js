// The trainer's panel of people: a list that sixty people do not drown, and what may be done for each of them.

const STATES = [["", "Tout le monde"], ["in", "Déjà entrées"], ["invited", "Invitées, pas encore entrées"], ["out", "Pas encore invitées"]];
const stateOf = (one) => (one.joined ? "in" : one.invited_until ? "invited" : "out");
const FEW = 24; // as many cards at a time: the page itself scrolls, and three hundred people are as quick as thirty
const STATE_WORDS = { in: "entrée faite", invited: "invitation faite", out: "pas encore d’invitation" };

function mountTrainerPeople({ model, el }) {
  const base = model.get("base");
  const ask = (method, path, body) => askServer(base, method, `cohorte/${path}`, body);
  const said = createSaid();
  const total = h("p", { class: "pu-strong", role: "status" });
  const search = textField({ type: "search", input: showFirst });
  const state = choiceOf(STATES, { change: showFirst });
  const filters = h("div", { class: "pu-team-row", role: "search", "aria-label": "Chercher dans la cohorte" }, labelled("Chercher un nom, une organisation, un cercle", search), labelled("Montrer", state));
  const list = h("ul", { class: "pu-team-circles pu-team-people", role: "list", "aria-label": "Les personnes" });
  const more = button("Montrer les suivantes", showMore);
  const rest = h("p", { class: "pu-actions", hidden: true }, more);
  const tools = h("div", {});
  const partial = h("p", { hidden: true }, "Vous voyez ici les personnes des cercles qui vous sont confiés. Ajouter, inviter et retirer quelqu’un revient à qui a toute la cohorte en charge.");
  let found = null;
  let most = FEW;

  async function load() {
    found = await ask("GET", "personnes");
    partial.hidden = found.manages;
    showTools();
    cards.clear();
    show();
  }

  function showTools() {
    const waiting = found.people.filter((one) => !one.joined).length;
    tools.replaceChildren(
      ...(found.manages ? [createAdding(found, ask, finished), createListing(base, finished), createCards(base, found, waiting), createVisits(found, ask)] : []),
    );
  }

  async function finished(sentences) {
    await load();
    said.done(sentences.join(" "));
    tellCohort(el);
  }

  /** What is done is said; what would end groups is asked about first. */
  async function finishedOrAsked(answer) {
    if (answer.question) return answer;
    return finished(answer.sentences);
  }

  /** Another part of the page changed something: whatever is unfolded here stays as it is. */
  async function heard() {
    try {
      found = await ask("GET", "personnes");
    } catch {
      return; // the next gesture says what is wrong
    }
    for (const [id, card] of cards) if (!card.querySelector("details[open]")) cards.delete(id);
    if (!tools.querySelector("details[open]")) showTools();
    show();
  }

  const cards = new Map();
  const nobody = h("li", {}, "Personne ne correspond à cette recherche.");

  function show() {
    if (!found) return;
    const words = bare(search.value);
    const seen = found.people.filter((one) => {
      const told = bare([one.name, one.organisation, one.territory, one.circle, one.charge, one.profile, ...one.groups].join(" "));
      return told.includes(words) && (!state.value || stateOf(one) === state.value);
    });
    const here = seen.slice(0, most);
    for (const one of here) if (!cards.has(one.id)) cards.set(one.id, personCard(one));
    list.replaceChildren(...(seen.length ? here.map((one) => cards.get(one.id)) : [nobody]));
    rest.hidden = seen.length <= most;
    more.textContent = `Montrer les suivantes (encore ${seen.length - here.length})`;
    const inside = found.people.filter((one) => one.joined).length;
    const entered = inside ? `dont ${inside} déjà ${inside > 1 ? "entrées" : "entrée"}` : "aucune encore entrée";
    total.textContent = seen.length === found.people.length ? `${count(found.people.length, "personne", "personnes")}, ${entered}.` : `${count(seen.length, "personne affichée", "personnes affichées")} sur ${found.people.length}.`;
  }

  function showFirst() {
    most = FEW;
    show();
  }

  function showMore() {
    const first = most;
    most += FEW;
    show();
    const next = list.children[first];
    next.tabIndex = -1;
    next.focus();
  }

  function personCard(one) {
    const tag = h("span", { class: "pu-tag" }, STATE_WORDS[stateOf(one)]);
    const { charge, territory, circle } = one; // where a host welcomes is told with their charge
    const facts = [charge !== "participation" && charge, one.profile, one.organisation, one.role !== "host" && territory, circle && `cercle ${circle}`, ...one.groups].filter(Boolean);
    return h(
      "li",
      { class: "pu-surface pu-team-person" },
      h("p", {}, h("strong", { dir: "auto" }, one.name), " ", tag),
      facts.length > 0 && h("p", { class: "pu-hint", dir: "auto" }, facts.join("\u00a0· ")),
      found.manages && gestures(one, tag),
    );
  }

  function gestures(one, tag) {
    const fold = createFold("Inviter, changer, retirer", () => h("div", { class: "pu-team-form" }, one.code && h("p", { class: "pu-hint" }, "Son code de dépôt, pour un dépôt par fichier\u00a0: ", h("strong", {}, one.code)), invitation(one, tag), roleForm(one), departure(one)));
    fold.querySelector("summary").append(spoken(`\u00a0: ${one.name}`));
    return fold;
  }

  function invitation(one, tag) {
    const outcome = createSaid();
    const shown = h("div", {});
    const place = h("div", {});
    const lasting = invitationDays(found.invitation_days);
    async function invite(renew) {
      checkNumbers(lasting.days);
      const answer = await ask("POST", `personnes/${one.id}/invitation`, { renew, days: lasting.days.value });
      const card = showInvitation(answer, () => {
        shown.replaceChildren();
        place.querySelector("button").focus();
      });
      shown.replaceChildren(card.element);
      one.invited_until = answer.until;
      tag.textContent = STATE_WORDS[stateOf(one)];
      card.focus();
    }
    if (!one.joined) {
      const go = button(one.invited_until ? "Inviter de nouveau" : "Inviter", () => gesture(go, outcome, () => invite(false)), { look: "main" });
      place.append(lasting.element, h("p", { class: "pu-actions" }, go), outcome.element, shown);
      return place;
    }
    const renew = createSureButton(
      "Refaire son accès\u2026",
      `Seulement si ${one.name} a perdu sa phrase de récupération et tous ses appareils. Quand cette invitation servira, ce que cette personne gardait pour elle sera effacé pour toujours\u202f; ce qu’elle a partagé ou déposé reste. Si elle a encore sa phrase ou un appareil, n’en faites rien.`,
      "Oui, refaire son accès",
      () => invite(true),
    );
    place.append(h("p", { class: "pu-hint" }, "Cette personne est entrée\u00a0: sa phrase de récupération, ou un de ses appareils, lui suffit."), lasting.element, renew, shown);
    return place;
  }

  function roleForm(one) {
    return createFold("Changer sa place", () => {
      const outcome = createSaid();
      const role = createRoleFields(found, one);
      const go = button("Enregistrer sa place", () => asking.run(go), { look: "main" });
      const asking = createAsking(go, "Oui, changer sa place", outcome, async (agreed) => finishedOrAsked(await ask("POST", `personnes/${one.id}/role`, { ...role.values(), agreed })));
      return h("div", { class: "pu-team-form" }, h("p", { class: "pu-hint" }, "Ce que vous choisissez remplace ce que la personne avait, dès sa prochaine page."), ...role.elements, outcome.element, h("p", { class: "pu-actions" }, go), asking.element);
    });
  }

  function departure(one) {
    return createSureButton(
      "Retirer de la cohorte",
      `Retirer ${one.name}\u202f? Cette personne quitte ses groupes, n’entend et ne lit plus personne, et plus personne ne lit ce qu’elle avait partagé. Ses dépôts restent dans le dossier d’animation\u202f; son carnet reste à elle, à lire et à emporter. ${one.ending}`.trim(),
      "Oui, la retirer",
      async (agreed = one.yes) => finishedOrAsked(await ask("DELETE", `personnes/${one.id}?agreed=${agreed}`)),
    );
  }

  el.classList.add("pu-shared", "pu-team");
  el.replaceChildren(partial, total, tools, said.element, filters, list, rest);
  load().catch((error) => said.failed(error));
  return hearCohort(el, heard);
}

export default { render: mountTrainerPeople };
