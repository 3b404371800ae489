// Upstreams with their endpoints: how each is, why, since when; and taking one out of use. Asked for anew while it is looked at.
const CARDS = 20;
const EVERY_MILLIS = 2000;
// why: where there are thousands of endpoints the workers have to count them all, and have better things to do.
const PAUSE_PER_WORK = 30;
const FEW = 8;

function upstreamsView(parameters) {
  let offset = 0;
  let asked = 0;
  let askedAt = 0;
  let took = 0;
  let isAsking = false;
  let seenHealth = '';
  const opened = new Set();
  const cards = h('div', { class: 'cards' });
  const filter = h('input', { type: 'search', placeholder: 'name or address', autocomplete: 'off', spellcheck: 'false', value: parameters.get('q') || '', oninput: later(restart, 150) });
  const unwell = h('input', { type: 'checkbox', checked: parameters.has('unwell'), onchange: restart });
  const sort = h('select', { onchange: restart }, h('option', { value: 'written' }, 'as written'), h('option', { value: 'name' }, 'name'),
    h('option', { value: 'rate' }, 'requests'), h('option', { value: 'errors' }, 'errors'), h('option', { value: 'p99' }, 'latency p99'));
  const trouble = h('p', { class: 'trouble', role: 'alert', hidden: true });
  const pages = pager(by => { offset = Math.max(0, offset + by * CARDS); load(); });
  const element = panel('Upstreams', h('div', { class: 'filters' }, field('Filter', filter), field('Order', sort),
    h('div', { class: 'field check' }, h('label', {}, unwell, ' only with endpoints that do not serve'))), trouble, cards, pages.element);

  function restart() {
    offset = 0;
    load();
  }

  async function load() {
    const mine = ++asked;
    isAsking = true;
    askedAt = performance.now();
    try {
      const page = await ask('/upstreams', { q: filter.value.trim(), unwell: unwell.checked, sort: sort.value, offset, limit: CARDS });
      if (mine !== asked) return;
      took = performance.now() - askedAt;
      trouble.hidden = true;
      keyed(cards, page.items, each => each.name, card, update);
      pages.show(page.total, page.offset, page.items.length, 'upstreams');
    } catch (failure) {
      if (mine !== asked) return;
      trouble.hidden = false;
      say(trouble, failure.message);
    } finally {
      if (mine === asked) isAsking = false;
    }
  }

  function card(each) {
    const rows = h('tbody', {});
    const all = h('button', { type: 'button', class: 'quiet', hidden: true, onclick() {
      opened.has(each.name) ? opened.delete(each.name) : opened.add(each.name);
      load();
    } });
    return h('article', { class: 'card', 'aria-label': 'Upstream ' + each.name },
      h('div', { class: 'card-head' },
        h('h3', {}, each.name), h('span', { class: 'health' }), h('span', { class: 'muted notes' }),
        h('span', { class: 'spark-box', title: 'Requests of the last minute' }), h('dl', { class: 'facts' })),
      h('table', { class: 'stack dense' }, head('State', 'Endpoint', 'Why', '#In flight', '#Requests', '#Failed', '#p50', '#p99', '#Connections', ''), rows), all);
  }

  function update(element, each) {
    const [top, table, all] = element.children;
    const [, health, notes, spark, facts] = top.children;
    const well = each.endpoints.filter(one => serves(one.state)).length;
    const tone = each.endpoints.length === 0 || well === 0 ? 'bad' : well < each.endpoints.length ? 'warn' : 'ok';
    const text = each.endpoints.length === 0 ? 'no endpoints' : well + ' of ' + each.endpoints.length + ' serve';
    if (health.textContent !== text) health.replaceChildren(badge(tone, tone === 'ok' ? 'ok' : tone === 'warn' ? 'alert' : 'cross', text));
    say(notes, [each.balance, each.tls ? 'TLS ' + each.tls : ''].filter(Boolean).join(', '));
    spark.replaceChildren(...(each.requests ? [sparkline(each.requests)] : []));
    const rate = each.traffic;
    const told = [
      ['requests', rate ? figure(rate.perSecond) + '/s' : '–'], ['errors', rate ? figure(rate.errorsPerSecond) + '/s' : '–', rate && rate.errorsPerSecond > 0],
      ['p50', rate ? millis(rate.p50Ms) : '–'], ['p99', rate ? millis(rate.p99Ms) : '–'],
      ['in flight', count(each.inFlight) + (each.limit ? ' of ' + count(each.limit) : '')],
      ['waiting', count(each.waiting), each.waiting > 0],
      ['retries', plural(each.retries.recent, 'in 10 s', 'in 10 s') + (each.retries.refused ? ', ' + count(each.retries.refused) + ' refused' : ''), each.retries.refused > 0],
    ];
    keyed(facts, told, ([name]) => name, ([name]) => h('div', {}, h('dt', {}, name), h('dd', { class: 'num' })),
      (fact, [, value, isLoud]) => { say(fact.lastChild, value); fact.classList.toggle('loud', Boolean(isLoud)); });
    const isOpen = opened.has(each.name) || each.endpoints.length <= FEW;
    const sorted = isOpen ? each.endpoints : [...each.endpoints].sort((a, b) => serves(a.state) - serves(b.state)).slice(0, FEW);
    keyed(table.tBodies[0], sorted, one => one.address, one => row(each.name, one), endpoint);
    all.hidden = each.endpoints.length <= FEW;
    say(all, isOpen ? 'Show fewer' : 'Show all ' + each.endpoints.length + ' endpoints');
  }

  function row(upstream, one) {
    const act = h('button', { type: 'button', class: 'quiet', onclick: () => drainOrResume(upstream, one.address, act.dataset.does, load) });
    return h('tr', { 'data-endpoint': one.address }, cell('State', { class: 'state' }), cell('Endpoint', { class: 'main' }, h('code', {}, one.address), h('span', { class: 'muted' })),
      cell('Why', { class: 'why' }), ...['In flight', 'Requests', 'Failed', 'p50', 'p99', 'Connections'].map(name => cell(name, { class: 'num' })), cell('', { class: 'act' }, act));
  }

  function endpoint(element, one) {
    const [state, name, why, ...rest] = element.children;
    if (state.textContent !== one.state) state.replaceChildren(stateBadge(one.state));
    element.dataset.state = one.state;
    const notes = [one.weight !== 1 && 'weight ' + one.weight, one.role !== 'primary' && one.role !== 'main' && one.role, one.zone && 'zone ' + one.zone, one.kept && 'kept, though its discovery has dropped it'].filter(Boolean);
    say(name.lastChild, notes.length ? ' ' + notes.join(', ') : '');
    const health = one.health;
    const probe = health && health.probe && !health.probe.passed && !(health.why || '').includes(health.probe.found) ? 'last probe: ' + health.probe.found : '';
    say(why, health ? [health.why, probe, (health.why || !serves(one.state)) && 'for ' + age(health.since)].filter(Boolean).join(', ') : '');
    const latency = one.latencyMs;
    [count(one.inFlight), count(one.requests), count(one.failures), latency ? millis(latency.p50) : '–', latency ? millis(latency.p99) : '–',
      count(one.connections)].forEach((text, i) => say(rest[i], text));
    const act = rest[6].firstChild;
    const does = one.state === 'draining' || one.state === 'out' ? 'resume' : 'drain';
    act.dataset.does = does;
    say(act, does === 'drain' ? 'Drain …' : 'Resume …');
    act.setAttribute('aria-label', (does === 'drain' ? 'Drain ' : 'Resume ') + one.address);
  }

  function show(state) {
    const health = JSON.stringify([state.config.version, state.endpoints, state.unwell.map(one => one.endpoint + one.state)]);
    const isDue = performance.now() - askedAt >= Math.max(EVERY_MILLIS - 100, took * PAUSE_PER_WORK);
    if (health !== seenHealth || (isDue && !isAsking)) {
      seenHealth = health;
      load();
    }
  }

  return { element, show };
}

async function drainOrResume(upstream, endpoint, does, after) {
  const page = await ask('/upstreams', { name: upstream, limit: 1000 }).catch(() => ({ items: [] }));
  const whole = page.items.find(each => each.name === upstream);
  const others = whole ? whole.endpoints.filter(each => each.address !== endpoint && serves(each.state)).length : 0;
  const close = h('input', { type: 'checkbox' });
  const isDrain = does === 'drain';
  confirmed({
    title: (isDrain ? 'Drain ' : 'Resume ') + endpoint + '?',
    action: isDrain ? 'Drain' : 'Resume',
    danger: isDrain && others === 0,
    body: isDrain ? [
      h('p', {}, h('b', {}, endpoint), ' of ', h('b', {}, upstream), ' takes no new clients any more, but those that stick to it. What is under way ends in peace. It holds until somebody resumes it, or the proxy starts anew.'),
      others === 0 ? h('p', {}, badge('bad', 'cross', 'nobody else serves'), ' Requests to this upstream will fail.')
        : h('p', {}, plural(others, 'other endpoint serves.', 'other endpoints serve.')),
      h('label', {}, close, ' close its unused connections as well'),
    ] : [h('p', {}, h('b', {}, endpoint), ' of ', h('b', {}, upstream), ' takes new clients again, if it is well.')],
    async run() {
      const told = await order('POST', '/upstreams/' + does, { upstream, endpoint, close: isDrain && close.checked });
      return endpoint + ' is ' + told.state + '; ' + plural(told.inFlight, 'request', 'requests') + ' under way, ' + plural(told.othersServing, 'other serves', 'others serve') + '.';
    },
    after,
  });
}
