// Words that somebody wrote to others: the browser asks before the page goes with them, and what was sent while nothing answered
// leaves by itself once the server is back. After ask_server.js.

const SEND_AGAIN = 5000; // while the server is away
const SENT_LATER = "Le serveur du parcours ne répond pas\u00a0: vos mots restent ici, ils partiront dès son retour.";

/** Have the browser ask before the page goes, as long as there are words that were not sent. Returns what ends it. */
function askBeforeLeaving(hasWords) {
  const leaving = (event) => hasWords() && event.preventDefault();
  addEventListener("beforeunload", leaving);
  return () => removeEventListener("beforeunload", leaving);
}

/**
 * Send on somebody's gesture. What nothing answered may have arrived all the same: it is looked for before it is sent again.
 *
 * @param words    what is to be sent, as it stands
 * @param known    what the page knows to be there before that; kept for `arrived`
 * @param send     sends words, or throws a sentence
 * @param arrived  asks whether words are there that were not known, or throws a sentence
 * @param done     gets the words that were sent
 * @param told     gets the sentence of a failure
 */
function createSending({ words, known, send, arrived, done, told }) {
  let before = null; // what was known when words left that nothing answered
  let busy = false;
  let wanted = false;
  let timer = 0;
  const lineChanged = ({ detail: { state } }) => state === "open" && go();

  function rest() {
    clearTimeout(timer);
    document.removeEventListener("parcours-u:ligne", lineChanged);
  }

  function wait() {
    timer = setTimeout(go, SEND_AGAIN);
    document.addEventListener("parcours-u:ligne", lineChanged);
  }

  async function go() {
    rest();
    wanted = true;
    if (busy) return;
    busy = true;
    const sent = words();
    const doubted = before;
    before ??= known();
    try {
      if (!doubted || !(await arrived(sent, doubted))) {
        if (!wanted) return; // somebody took it in hand again meanwhile
        await send(sent);
      }
      before = null;
      done(sent);
    } catch (error) {
      const away = error.message === SERVER_LOST;
      if (!away) before = null;
      if (away && wanted) wait();
      told(away && wanted ? SENT_LATER : error.message);
    } finally {
      busy = false;
    }
  }

  return {
    go,
    /** Nothing leaves by itself any more. */
    stop() {
      wanted = false;
      rest();
    },
  };
}
