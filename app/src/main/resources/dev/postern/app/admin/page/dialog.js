// Whatever changes something asks first, says what will happen, and then what came of it.
function differences(diff) {
  const marks = { added: '+', removed: '−', changed: '~' };
  const rows = diff.changes.map(change => h('li', { class: 'change ' + change.kind },
    h('span', { class: 'mark', 'aria-label': change.kind }, marks[change.kind]), h('code', {}, change.element),
    change.keys.length > 0 && h('ul', {}, ...change.keys.map(key => h('li', {}, h('code', {}, key.path), ' ',
      key.before !== undefined && h('del', {}, key.before), key.before !== undefined && key.after !== undefined && ' → ',
      key.after !== undefined && h('ins', {}, key.after))))));
  if (!rows.length && !diff.omitted) return h('p', { class: 'muted' }, 'No difference.');
  return h('div', {}, h('ul', { class: 'diff' }, ...rows),
    diff.omitted > 0 && h('p', { class: 'muted' }, 'and ' + plural(diff.omitted, 'more', 'more')));
}

function problemList(problems) {
  return h('ul', { class: 'problems' }, ...problems.map(problem => h('li', { class: problem.severity },
    badge(problem.severity === 'error' ? 'bad' : 'warn', problem.severity === 'error' ? 'cross' : 'alert', problem.severity),
    h('span', {}, h('code', {}, problem.origin + (problem.line ? ':' + problem.line + ':' + problem.column : '')),
      problem.path && [' ', h('b', {}, problem.path)], ' ' + problem.message))));
}

/**
 * @param what { title, body: nodes, action: the button's text, danger, run: async () => text or nodes of the outcome }
 */
function confirmed(what) {
  const dialog = byId('dialog');
  const outcome = h('div', { class: 'outcome', role: 'status' });
  const cancel = h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel');
  const go = h('button', { type: 'button', class: what.danger ? 'primary danger' : 'primary', onclick: run }, what.action);

  async function run() {
    go.disabled = true;
    cancel.disabled = true;
    say(outcome, 'Under way …');
    let isDone = false;
    try {
      outcome.replaceChildren(badge('ok', 'ok', 'done'), ' ', ...[await what.run()].flat());
      isDone = true;
    } catch (failure) {
      outcome.replaceChildren(badge('bad', 'cross', 'not done'), ' ', failure.message);
      if (failure.body && failure.body.problems && failure.body.problems.length) {
        outcome.append(problemList(failure.body.problems));
      }
    }
    go.disabled = false;
    go.hidden = isDone;
    cancel.disabled = false;
    say(cancel, 'Close');
    cancel.focus();
    if (what.after) what.after();
  }

  dialog.replaceChildren(h('form', { method: 'dialog', onsubmit: event => event.preventDefault() },
    h('h2', { id: 'dialog-title' }, what.title), h('div', { class: 'dialog-body' }, ...what.body), outcome,
    h('div', { class: 'buttons' }, cancel, go)));
  dialog.showModal();
  cancel.focus();
}
