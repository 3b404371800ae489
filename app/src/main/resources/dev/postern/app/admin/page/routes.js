// Routes in matching order. The proxy filters and pages, so that thousands cost no more than the fifty that are shown.
const PAGE = 50;

function pager(onMove) {
  const told = h('span', { class: 'num muted', role: 'status' });
  const back = h('button', { type: 'button', onclick: () => onMove(-1) }, 'Previous');
  const next = h('button', { type: 'button', onclick: () => onMove(1) }, 'Next');
  return {
    element: h('div', { class: 'pager' }, told, back, next),
    show(total, offset, size, what) {
      say(told, total === 0 ? 'No ' + what + ' match.' : count(offset + 1) + '–' + count(offset + size) + ' of ' + count(total) + ' ' + what);
      back.disabled = offset === 0;
      next.disabled = offset + size >= total;
      back.hidden = next.hidden = total <= size && offset === 0;
    },
  };
}

// What a request must look like, in the words of the configuration: the place first, further conditions after it.
function conditions(match) {
  const hosts = match.host || match.sni || [];
  const path = match.path || (match.prefix && (match.prefix === '/' ? '/' : match.prefix + '/…')) || (match.regex && '~ ' + match.regex) || '';
  const further = [];
  if (match.methods) further.push(match.methods.join(', '));
  for (const [kind, named] of [['header', match.headers], ['query', match.query], ['cookie', match.cookies]]) {
    for (const name of Object.keys(named || {})) further.push(kind + ' ' + name);
  }
  if (match.sources) further.push('from ' + match.sources.join(', '));
  const shown = hosts.slice(0, 3).join(', ') + (hosts.length > 3 ? ' and ' + (hosts.length - 3) + ' more' : '');
  return [h('code', {}, shown + path || 'everything'), ...further.map(text => [' ', h('span', { class: 'chip' }, text)])].flat();
}

const toUpstream = name => h('a', { href: '#upstreams?' + new URLSearchParams({ q: name }) }, name);

function target(route) {
  if (route.upstream) return [toUpstream(route.upstream)];
  if (route.split) return Object.entries(route.split).map(([name, weight], i) => [i ? ', ' : '', toUpstream(name), h('span', { class: 'muted' }, ' ' + weight)]).flat();
  if (route.respond) return ['answers ' + (route.respond.status || 200)];
  if (route.redirect) return ['redirects'];
  return ['refuses'];
}

function routesView(parameters) {
  let offset = 0;
  let asked = 0;
  const rows = h('tbody', {});
  const filter = h('input', { type: 'search', placeholder: 'name, host, path or upstream', autocomplete: 'off', spellcheck: 'false', value: parameters.get('q') || '', oninput: later(restart, 150) });
  const listener = h('select', { onchange: restart }, h('option', { value: '' }, 'all'));
  const trouble = h('p', { class: 'trouble', role: 'alert', hidden: true });
  const pages = pager(by => { offset = Math.max(0, offset + by * PAGE); load(); });
  const element = panel('Routes', h('p', { class: 'muted' }, 'In the order in which they are asked. Which one takes a request, and why, tells ', h('a', { href: '#explain' }, 'Explain'), '.'),
    h('div', { class: 'filters' }, field('Filter', filter), field('Listener', listener)), trouble,
    h('table', { class: 'stack' }, head('#Order', 'Route', 'Listener', 'Takes', 'Leads to', ''), rows), pages.element);

  function restart() {
    offset = 0;
    load();
  }

  async function load() {
    const mine = ++asked;
    try {
      const page = await ask('/routes', { q: filter.value.trim(), listener: listener.value, offset, limit: PAGE });
      if (mine !== asked) return;
      trouble.hidden = true;
      keyed(rows, page.items, each => page.version + '/' + each.listener + '/' + each.name, row);
      pages.show(page.total, page.offset, page.items.length, 'routes');
    } catch (failure) {
      if (mine !== asked) return;
      trouble.hidden = false;
      say(trouble, failure.message);
    }
  }

  function row(each) {
    const whole = h('pre', { hidden: true }, JSON.stringify(each.route, null, 2));
    const open = h('button', { type: 'button', class: 'quiet', 'aria-expanded': 'false', 'aria-label': 'All of route ' + each.name, onclick() {
      whole.hidden = !whole.hidden;
      open.setAttribute('aria-expanded', String(!whole.hidden));
    } }, 'All of it');
    return h('tr', {}, cell('Order', { class: 'num muted' }, String(each.position)), cell('Route', { class: 'main' }, each.name),
      cell('Listener', {}, each.listener), cell('Takes', {}, ...conditions(each.route.match || {}), whole),
      cell('Leads to', {}, ...target(each.route)), cell('', { class: 'act' }, open));
  }

  let version = -1;
  function show(state) {
    const names = ['', ...state.listeners.map(each => each.name)];
    const wanted = listener.value || (version < 0 && parameters.get('listener')) || '';
    keyed(listener, names, name => 'l-' + name, name => h('option', { value: name }, name || 'all'));
    listener.value = names.includes(wanted) ? wanted : '';
    if (version !== state.config.version) {
      version = state.config.version;
      load();
    }
  }

  return { element, show };
}
