// What is in force, where it comes from, what is held back; and trying or applying another one.
const EXAMPLE = 'routes:\n  hello: { match: { path: /hello }, respond: hello }';

function configurationView() {
  const facts = h('dl', { class: 'facts wide' });
  const sources = h('tbody', {});
  const none = h('p', { class: 'fine' }, icon('ok'), ' Nothing is held back, and nothing warned of.');
  const problems = h('div', {});
  const confirm = h('button', { type: 'button', hidden: true, onclick: confirmHeld }, 'Let through what is held …');
  const reload = h('button', { type: 'button', onclick: reloadAll }, 'Read all sources again …');
  const history = historyPanel();
  const level = logLevel();
  const element = h('div', {},
    panel('In force', facts, h('div', { class: 'buttons start' }, reload, confirm)),
    panel('Problems', none, problems),
    panel('Sources', h('table', { class: 'stack' }, head('State', 'Source', 'Version', 'Told', 'Why'), sources)),
    history.element, candidate(refresh), level.element);
  let seen = '';

  async function refresh() {
    const told = await ask('/config/problems');
    none.hidden = told.problems.length > 0;
    problems.replaceChildren(...(told.problems.length ? [problemList(told.problems)] : []));
    history.load();
  }

  function show(state) {
    const config = state.config;
    const told = [['version', String(config.version)], ['since', config.appliedAt ? time(config.appliedAt) + ' (' + age(config.appliedAt) + ' ago)' : '–'],
      ['by', config.cause || '–'], ['routes', count(config.routes)], ['upstreams', count(config.upstreams)], ['listeners', count(state.listeners.length)]];
    if (config.override) told.push(['in place of the sources', config.override]);
    if (config.stale) told.push(['stale', 'part of it was saved by an earlier run']);
    keyed(facts, told, ([name]) => name, ([name]) => h('div', {}, h('dt', {}, name), h('dd', {})), (fact, [, value]) => say(fact.lastChild, value));
    confirm.hidden = !state.sources.some(source => source.held);
    keyed(sources, state.sources, source => source.name, () => h('tr', {}, cell('State', {}), cell('Source', { class: 'main' }), cell('Version', {}, h('code', {})), cell('Told', {}), cell('Why', { class: 'why' })),
      (row, source) => {
        const [tone, shape, text] = source.unavailable ? ['bad', 'cross', 'away'] : source.held ? ['warn', 'alert', 'held'] : ['ok', 'ok', 'read'];
        if (row.children[0].textContent !== text) row.children[0].replaceChildren(badge(tone, shape, text));
        say(row.children[1], source.name);
        say(row.children[2].firstChild, source.version);
        say(row.children[3], source.toldAt ? age(source.toldAt) + ' ago' : 'not yet');
        say(row.children[4], source.unavailable || source.held || (source.savedAt ? 'as saved at ' + time(source.savedAt) : ''));
      });
    const mark = JSON.stringify([config.version, state.problems, state.sources.map(source => source.version)]);
    if (mark !== seen) {
      seen = mark;
      refresh().catch(() => { seen = ''; });
    }
  }

  function reloadAll() {
    confirmed({
      title: 'Read all sources again?', action: 'Read again',
      body: [h('p', {}, 'Files and stores are read as at the start. What a person put in force in place of them, by applying or rolling back, ends.')],
      run: async () => (await order('POST', '/reload')).message,
    });
  }

  function confirmHeld() {
    confirmed({
      title: 'Let through what is held?', action: 'Let through', danger: true,
      body: [h('p', {}, 'A source lost so much at once that it was taken for a mistake. This puts in force what it says now:'),
        h('p', {}, 'routes and endpoints that it does not name any more are gone then.')],
      run: async () => applied(await order('POST', '/config/apply')),
    });
  }

  return { element, show };
}

const applied = told => [told.outcome === 'unchanged' ? 'That is what is in force already.' : 'Configuration ' + told.version + ' is in force.',
  ...(told.problems && told.problems.length ? [problemList(told.problems)] : [])];

function candidate(after) {
  const text = h('textarea', { rows: 10, spellcheck: 'false', placeholder: EXAMPLE, 'aria-describedby': 'candidate-note' });
  const file = h('input', { type: 'file', accept: '.yaml,.yml,.json', onchange: async () => {
    if (file.files[0]) text.value = await file.files[0].text();
  } });
  const found = h('div', { class: 'outcome', role: 'status' });
  const check = h('button', { type: 'button', onclick: () => look().catch(tell) }, 'Check');
  const apply = h('button', { type: 'button', class: 'primary', onclick: () => askToApply().catch(tell) }, 'Apply …');

  const tell = failure => found.replaceChildren(badge('bad', 'cross', 'not done'), ' ' + failure.message);

  async function look() {
    if (!text.value.trim()) throw new Error('Write a whole configuration first, or choose a file.');
    const told = await order('POST', '/config/check', {}, text.value);
    found.replaceChildren(told.valid ? badge('ok', 'ok', 'valid') : badge('bad', 'cross', 'has errors'),
      ...(told.problems.length ? [problemList(told.problems)] : []), ...(told.difference ? [h('h3', {}, 'What it would change'), differences(told.difference)] : []));
    return told;
  }

  async function askToApply() {
    const told = await look();
    if (!told.valid) return;
    const body = text.value;
    const diff = told.difference;
    confirmed({
      title: 'Apply this configuration?', action: 'Apply', danger: diff.removed > 0, after,
      body: [h('p', {}, 'It takes the place of all sources, until one of them changes or is read again. It adds ' + diff.added + ', removes ' + diff.removed + ' and changes ' + diff.changed + ':'), differences(diff)],
      run: async () => applied(await order('POST', '/config/apply', {}, body)),
    });
  }

  return panel('Try another one', h('p', { class: 'muted', id: 'candidate-note' }, 'A whole configuration in YAML or JSON. Checking changes nothing. Variables and files in it are not read.'),
    field('Configuration', text), h('div', { class: 'filters' }, field('or from a file', file)), h('div', { class: 'buttons start' }, check, apply), found);
}
