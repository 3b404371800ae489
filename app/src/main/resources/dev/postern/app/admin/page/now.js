// The first view: what is wrong, how much traffic there is, and how it was in the last minutes.
const SECONDS = 900;

// The seconds that are known, the oldest first, as { none, 1xx .. 5xx, p50, p99 } by their number.
const past = {
  seconds: [],
  newest: -1,
  take(row) {
    const size = row.p50Ms.length;
    for (let i = 0; i < size; i++) {
      const number = row.newest - size + 1 + i;
      if (number <= this.newest) continue;
      const second = { p50: row.p50Ms[i], p99: row.p99Ms[i] };
      for (const [name, values] of Object.entries(row.requests)) second[name] = values[i];
      this.seconds.push(second);
    }
    this.newest = Math.max(this.newest, row.newest);
    this.seconds.splice(0, this.seconds.length - SECONDS);
  },
  misses: row => past.newest >= 0 && past.newest < row.newest - row.p50Ms.length,
  forget() { this.seconds = []; this.newest = -1; },
};

// What a person has to know, the gravest first: [tone, what, where it leads, since].
function troubles(state) {
  const found = [];
  if (!state.ready) found.push(['bad', 'Not ready: ' + state.reason, '#configuration']);
  if (state.overload.refusedPercent > 0) {
    found.push(['bad', 'Overload: ' + state.overload.refusedPercent + ' % of the requests are refused at once (' + state.overload.causes.join(', ') + ')', null, state.overload.since]);
  }
  for (const source of state.sources) {
    if (source.unavailable) found.push(['bad', 'Source ' + source.name + ' can not be read: ' + source.unavailable, '#configuration', source.unavailableSince]);
    if (source.held) found.push(['warn', 'Source ' + source.name + ' is held back: ' + source.held, '#configuration']);
  }
  for (const problem of state.problems.first) {
    if (problem.severity === 'error') found.push(['bad', 'Configuration: ' + problem.text, '#configuration']);
  }
  for (const one of state.unwell) {
    found.push([STATES[one.state] ? STATES[one.state][0] : 'warn', one.upstream + ' / ' + one.endpoint + ' is ' + one.state + (one.why ? ': ' + one.why : ''),
      '#upstreams?' + new URLSearchParams({ q: one.upstream }), one.since]);
  }
  for (const one of state.certificates) {
    const left = one.daysLeft < 0 ? 'has expired' : plural(one.daysLeft, 'day', 'days') + ' left';
    found.push([one.daysLeft < 7 ? 'bad' : 'warn', 'Certificate ' + one.name + ': ' + left + (one.kept ? '; its files can not be used any more' : ''), '#certificates']);
  }
  if (state.config.override) found.push(['warn', 'In force in place of the sources: ' + state.config.override, '#configuration', state.config.appliedAt]);
  for (const problem of state.problems.first) {
    if (problem.severity !== 'error') found.push(['warn', 'Configuration: ' + problem.text, '#configuration']);
  }
  const rank = { bad: 0, warn: 1, idle: 2 };
  return found.sort((a, b) => rank[a[0]] - rank[b[0]]);
}

const MOST_TROUBLES = 12;

function nowView() {
  const wrong = h('ul', { class: 'wrong' });
  const more = h('p', { class: 'muted', hidden: true });
  const fine = h('p', { class: 'fine', hidden: true }, icon('ok'), ' Nothing is wrong that Postern knows of.');
  const tiles = {};
  const tile = (key, label) => {
    tiles[key] = { value: h('dd', { class: 'num' }, '–'), note: h('dd', { class: 'note' }) };
    return h('div', { class: 'tile', id: 'tile-' + key }, h('dt', {}, label), tiles[key].value, tiles[key].note);
  };
  const strip = h('dl', { class: 'tiles', 'aria-label': 'The last ten seconds' },
    tile('rate', 'Requests'), tile('errors', 'Errors'), tile('p50', 'Latency p50'), tile('p99', 'Latency p99'),
    tile('clients', 'Clients'), tile('endpoints', 'Endpoints'));

  const minutes = h('select', { id: 'minutes', onchange: () => draw() }, h('option', { value: 2 }, '2 min'),
    h('option', { value: 5, selected: true }, '5 min'), h('option', { value: 15 }, '15 min'));
  const rates = chart([
    { name: 'answered', tone: 'ok', values: second => second['1xx'] + second['2xx'] + second['3xx'] },
    { name: '4xx', tone: 'warn', values: second => second['4xx'] },
    { name: '5xx and cut', tone: 'bad', values: second => second['5xx'] + second.none },
  ], { id: 'rates', label: 'Requests per second', isStacked: true, unit: figure, least: 4 });
  const latencies = chart([
    { name: 'p50', tone: 'half', values: second => second.p50 || null },
    { name: 'p99', tone: 'all', values: second => second.p99 || null },
  ], { id: 'latencies', label: 'Latency', unit: value => value ? millis(value) : '0', least: 5 });

  const rows = h('tbody', {});
  const element = h('div', {},
    h('section', { class: 'panel attention', 'aria-label': 'What is wrong' }, h('h2', {}, 'What is wrong'), fine, wrong, more),
    strip,
    h('section', { class: 'panel', 'aria-label': 'Traffic' },
      h('div', { class: 'panel-head' }, h('h2', {}, 'Traffic'), h('div', { class: 'field inline' }, h('label', { for: 'minutes' }, 'Show'), minutes)),
      h('div', { class: 'charts' }, rates.element, latencies.element)),
    panel('Listeners', h('table', { class: 'stack' }, head('Listener', 'Address', '#Routes', '#Requests/s', '#4xx/s', '#Errors/s', '#p50', '#p99'), rows)));

  function draw() {
    const wanted = Number(minutes.value) * 60;
    const known = past.seconds.slice(-wanted);
    const none = { none: 0, '1xx': 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0, p50: 0, p99: 0 };
    const shown = Array(wanted - known.length).fill(none).concat(known);
    rates.show(shown);
    latencies.show(shown);
  }

  function tell(key, value, note, tone) {
    say(tiles[key].value, value);
    say(tiles[key].note, note);
    tiles[key].value.parentElement.dataset.tone = tone || '';
  }

  function show(state) {
    const found = troubles(state);
    fine.hidden = found.length > 0;
    keyed(wrong, found.slice(0, MOST_TROUBLES), ([tone, what, where]) => tone + what + where, ([tone, what, where]) =>
      h('li', { class: tone }, badge(tone, tone === 'bad' ? 'cross' : tone === 'warn' ? 'alert' : 'pause', tone === 'bad' ? 'wrong' : tone === 'warn' ? 'look' : 'known'),
        where ? h('a', { href: where }, what) : h('span', {}, what), h('span', { class: 'since muted' })),
    (row, [, , , since]) => say(row.lastChild, since ? 'for ' + age(since) : ''));
    const hidden = found.length - MOST_TROUBLES;
    more.hidden = hidden <= 0;
    say(more, 'and ' + hidden + ' more');

    const rate = state.traffic;
    const share = rate.perSecond ? rate.errorsPerSecond / rate.perSecond * 100 : 0;
    tell('rate', figure(rate.perSecond) + '/s', '4xx ' + figure(rate.byClass['4xx']) + '/s');
    tell('errors', figure(rate.errorsPerSecond) + '/s', share ? figure(share) + ' % of all' : 'none', share > 1 ? 'bad' : share ? 'warn' : '');
    tell('p50', millis(rate.p50Ms), 'half are quicker');
    tell('p99', millis(rate.p99Ms), 'one of 100 is slower');
    tell('clients', count(state.connections.active), bytes(state.connections.bufferedBytes) + ' in buffers');
    const all = Object.values(state.endpoints).reduce((sum, each) => sum + each, 0);
    const well = Object.entries(state.endpoints).reduce((sum, [name, each]) => sum + (serves(name) ? each : 0), 0);
    const others = Object.entries(state.endpoints).filter(([name]) => !serves(name)).map(([name, each]) => each + ' ' + name).join(', ');
    tell('endpoints', count(well) + ' of ' + count(all), others || 'all serve', others ? state.endpoints.unhealthy || state.endpoints.ejected ? 'bad' : 'warn' : '');

    keyed(rows, state.listeners, each => each.name, each => h('tr', {},
      cell('Listener', { class: 'main' }, h('a', { href: '#routes?' + new URLSearchParams({ listener: each.name }) }, each.name)),
      cell('Address', {}, h('code', {}), ' ', h('span', { class: 'muted' })),
      ...['Routes', 'Requests/s', '4xx/s', 'Errors/s', 'p50', 'p99'].map(name => cell(name, { class: 'num' }))),
    (row, each) => {
      const cells = row.children;
      say(cells[1].firstChild, each.address);
      say(cells[1].lastChild, each.protocol + (each.tls ? ' with tls' : ''));
      const figures = each.protocol === 'tcp' ? ['', '', '', '', ''] : [figure(each.traffic.perSecond), figure(each.traffic.byClass['4xx']),
        figure(each.traffic.errorsPerSecond), millis(each.traffic.p50Ms), millis(each.traffic.p99Ms)];
      [count(each.routes), ...figures].forEach((text, i) => say(cells[i + 2], text));
    });
    draw();
  }

  return { element, show };
}
