// An indicative timer: it counts, it says so, and that is all. It never locks, erases, submits or turns a page.

const TICK = 250;
const SMALL_TIMES = 60; // seconds: under two minutes, « une minute » and « la moitié » would come on top of each other

/** « 4 min 05 s », « 45 s ». */
function duration(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (!minutes) return `${rest}${NO_BREAK}s`;
  return `${minutes}${NO_BREAK}min${rest ? `${NO_BREAK}${String(rest).padStart(2, "0")}${NO_BREAK}s` : ""}`;
}

/** « 2 min », « 30 s », « 1 h 10 min »: how long something is meant to last. */
function length(minutes) {
  const whole = Math.round(minutes * 60);
  if (whole < 3600) return duration(whole);
  const hours = Math.floor(whole / 3600);
  const rest = whole % 3600;
  return `${hours}${NO_BREAK}h${rest ? `${NO_BREAK}${duration(rest)}` : ""}`;
}

/**
 * Count time down. What is left comes from the clock, not from counted ticks: a tab in the background is slowed down by
 * the browser, a sleeping telephone stops altogether, and the time that passed has passed all the same.
 */
function createCountdown({ onTick, onHalf, onMinute, onEnd }) {
  let total = 0;
  let left = 0; // milliseconds, as of the last pause
  let since = null; // when it was started, null while it is not running
  let said = new Set();
  let ticking = null;

  const remaining = () => Math.max(0, since === null ? left : left - (Date.now() - since));

  function once(name, action) {
    if (said.has(name)) return;
    said.add(name);
    action();
  }

  function tick() {
    const now = remaining();
    if (now === 0) {
      pause();
      once("half", () => {});
      once("minute", () => {});
      once("end", onEnd);
    } else if (now <= 60000 && total >= 2 * SMALL_TIMES * 1000) {
      once("half", () => {});
      once("minute", onMinute);
    } else if (now <= total / 2) {
      once("half", onHalf);
    }
    onTick();
  }

  function pause() {
    left = remaining();
    since = null;
    clearInterval(ticking);
    ticking = null;
    onTick();
  }

  return {
    set(seconds) {
      pause();
      total = left = seconds * 1000;
      said = new Set();
      onTick();
    },
    start() {
      if (since !== null || left === 0) return;
      since = Date.now();
      ticking = setInterval(tick, TICK);
      onTick();
    },
    pause,
    look: tick,
    running: () => since !== null,
    ended: () => total > 0 && remaining() === 0,
    /** Whole seconds left, rounded up: « 1 s » lasts until the end. */
    seconds: () => Math.ceil(remaining() / 1000),
    share: () => (total ? remaining() / total : 0),
    stop: () => clearInterval(ticking),
  };
}

/** A soft bell, made on the spot: two fading tones, no file, under three seconds. */
function ring() {
  const audio = new AudioContext();
  for (const [frequency, loudness] of [[528, 0.12], [1056, 0.04]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(loudness, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 2.5);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 2.5);
    tone.onended = () => audio.state !== "closed" && audio.close();
  }
}
