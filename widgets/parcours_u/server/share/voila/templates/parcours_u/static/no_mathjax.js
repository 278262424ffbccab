// What voila.js finds where it expects MathJax 2: nothing to typeset. A dollar in a sentence stays a dollar, and no page
// asks another host for a script.
window.MathJax = {
  Hub: {
    config: {},
    Config() {},
    Configured() {},
    Queue() {},
    Register: { StartupHook() {} },
  },
};
