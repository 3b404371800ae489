// What changed when, with the differences on demand, and the way back.
function historyPanel() {
  const list = h('ol', { class: 'history' });
  const more = h('button', { type: 'button', class: 'quiet', onclick: () => { limit = 100; load(); } }, 'Show more');
  const trouble = h('p', { class: 'trouble', role: 'alert', hidden: true });
  let limit = 10;
  let newest = 0;

  async function load() {
    try {
      const { entries } = await ask('/config/history', { limit, changes: 0 });
      newest = entries.length ? entries[0].version : 0;
      more.hidden = entries.length < limit || limit > 10;
      trouble.hidden = true;
      keyed(list, entries, each => each.version, entry, (row, each) => {
        say(row.querySelector('.age'), age(each.at) + ' ago');
        const back = row.querySelector('.back');
        if (back) back.hidden = each.version === newest;
      });
    } catch (failure) {
      trouble.hidden = false;
      say(trouble, failure.message);
    }
  }

  function entry(each) {
    const inside = h('div', { class: 'inside' }, h('p', { class: 'muted' }, 'Under way …'));
    let isLoaded = false;
    const details = h('details', { async ontoggle() {
      if (!details.open || isLoaded) return;
      try {
        const { entries } = await ask('/config/history', { version: each.version });
        inside.replaceChildren(entries.length ? differences(entries[0].difference) : h('p', { class: 'muted' }, 'It is not kept any more.'));
        isLoaded = true;
      } catch (failure) {
        inside.replaceChildren(h('p', { class: 'trouble' }, failure.message));
      }
    } }, h('summary', {}, h('b', { class: 'num' }, String(each.version)), ' ',
      h('span', { class: 'sums num' }, h('span', { class: 'added' }, '+' + each.difference.added), ' ', h('span', { class: 'removed' }, '−' + each.difference.removed), ' ', h('span', { class: 'changed' }, '~' + each.difference.changed)),
      ' ', h('span', { class: 'cause' }, each.cause), ' ', h('time', { class: 'age muted', datetime: each.at, title: time(each.at) })), inside);
    return h('li', {}, details, each.canRollBack && h('button', { type: 'button', class: 'quiet back', 'aria-label': 'Roll back to ' + each.version, onclick: () => rollBack(each) }, 'Roll back …'));
  }

  async function rollBack(each) {
    let body;
    let isLoss = false;
    try {
      const diff = await ask('/config/difference', { to: each.version });
      isLoss = diff.removed > 0;
      body = [h('p', {}, 'Configuration ' + each.version + ' of ' + time(each.at) + ' takes the place of all sources, until one of them changes or is read again. Endpoints found stay as they are. Of what is in force, it would change:'), differences(diff)];
    } catch (failure) {
      body = [h('p', { class: 'trouble' }, 'What it would change can not be told: ' + failure.message)];
    }
    confirmed({ title: 'Roll back to ' + each.version + '?', action: 'Roll back', danger: isLoss, body, after: load,
      run: async () => applied(await order('POST', '/config/rollback', { to: each.version })) });
  }

  return { element: panel('History', trouble, list, more), load };
}

function logLevel() {
  const told = h('p', { class: 'muted' });
  const single = h('ul', {});
  const logger = h('input', { placeholder: 'all, or dev.postern.nio', spellcheck: 'false', autocomplete: 'off' });
  const choice = h('select', { onchange: () => change(choice.value, logger.value.trim()) }, ...['error', 'warn', 'info', 'debug'].map(name => h('option', { value: name }, name)));

  const show = state => {
    choice.value = state.level;
    say(told, state.configured && state.configured !== state.level ? 'The configuration says ' + state.configured + '.' : '');
    single.replaceChildren(...Object.entries(state.loggers).map(([name, level]) => h('li', {}, h('code', {}, name), ' logs at ' + level + ' ',
      h('button', { type: 'button', onclick: () => release(name) }, 'As the others'))));
  };
  const load = () => ask('/log-level').then(show).catch(failure => say(told, failure.message));

  function change(level, only) {
    confirmed({ title: (only ? only + ': log' : 'Log') + ' at ' + level + '?', action: 'Change',
      body: [h('p', {}, level === 'debug' ? 'Each refused request and each failed probe is logged then; the log grows quickly.' : 'What is less important than ' + level + ' is not logged any more.'),
        h('p', {}, only ? 'It holds until it is taken back here, or the proxy starts anew.' : 'It holds until the configuration says another level than before, or the proxy starts anew.')],
      run: async () => {
        const state = await order('PUT', '/log-level', only ? { level, logger: only } : { level });
        show(state);
        return only ? only + ' logs ' + level + ' and above.' : 'Logged is ' + state.level + ' and above.';
      }, after: load });
    byId('dialog').addEventListener('close', load, { once: true });
  }

  function release(name) {
    confirmed({ title: 'Let ' + name + ' log as the others do?', action: 'Change', body: [],
      run: async () => {
        show(await order('DELETE', '/log-level', { logger: name }));
        return name + ' logs as the others do.';
      }, after: load });
  }

  load();
  return { element: panel('Log', h('div', { class: 'filters' }, field('Logger', logger), field('What is logged', choice)), single, told) };
}
