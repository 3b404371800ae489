// Which view is shown, the stream that all of them live from, signing in, and what is said when the proxy is gone.
const VIEWS = {
  now: ['Now', nowView], routes: ['Routes', routesView], upstreams: ['Upstreams', upstreamsView],
  configuration: ['Configuration', configurationView], explain: ['Explain', explainView], certificates: ['Certificates', certificatesView],
};

let state = null;
let view = null;
let stream = new AbortController();
let isSignedOut = false;
let session = 0;
let lastHeard = 0;

const links = Object.entries(VIEWS).map(([name, [title]]) => h('a', { href: '#' + name, 'data-view': name }, title, h('span', { class: 'count', hidden: true })));
byId('nav').append(...links);

function open() {
  const [name, rest] = location.hash.slice(1).split('?');
  const chosen = VIEWS[name] ? name : 'now';
  links.forEach(link => link.dataset.view === chosen ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current'));
  document.title = VIEWS[chosen][0] + ' – Postern';
  if (isSignedOut) return;
  view = VIEWS[chosen][1](new URLSearchParams(rest || ''));
  byId('main').replaceChildren(view.element);
  if (state) view.show(state);
}

function counted(name, number, what) {
  const badge = links.find(link => link.dataset.view === name).lastChild;
  badge.hidden = number === 0;
  say(badge, number ? String(number) : '');
  badge.setAttribute('aria-label', what);
}

let saidLast = '';
let saidAt = -60000;

// why so seldom: who hears the page must not be talked to every second.
function announce() {
  const bad = troubles(state).filter(([tone]) => tone === 'bad').length;
  const text = bad ? plural(bad, 'thing is', 'things are') + ' wrong.' : 'Nothing is wrong.';
  if (text !== saidLast && performance.now() - saidAt > 10000) {
    if (saidLast) say(byId('said'), text);
    saidLast = text;
    saidAt = performance.now();
  }
}

function heardSnapshot(next) {
  state = next;
  heard(next.at);
  lastHeard = performance.now();
  if (past.misses(next.seconds)) ask('/traffic', { seconds: SECONDS }).then(row => { past.forget(); past.take(row); }).catch(() => {});
  past.take(next.seconds);
  byId('lost').hidden = true;
  document.body.classList.remove('stale');
  const link = byId('link');
  const text = next.ready ? 'ready' : 'not ready';
  if (link.textContent !== text) link.replaceChildren(badge(next.ready ? 'ok' : 'bad', next.ready ? 'ok' : 'cross', text));
  link.title = 'Postern ' + (next.release || '') + ', up ' + (next.startedAt ? age(next.startedAt) : '');
  const unwell = Object.entries(next.endpoints).reduce((sum, [name, each]) => sum + (name === 'unhealthy' || name === 'ejected' ? each : 0), 0);
  counted('upstreams', unwell, plural(unwell, 'endpoint is unwell', 'endpoints are unwell'));
  counted('configuration', next.problems.errors, plural(next.problems.errors, 'problem', 'problems'));
  if (view) view.show(next);
  announce();
}

function lost(reason) {
  const notice = byId('lost');
  notice.hidden = false;
  document.body.classList.add('stale');
  say(byId('lost-why'), reason + ' Trying again …');
  say(byId('lost-age'), lastHeard ? 'What is shown is ' + Math.round((performance.now() - lastHeard) / 1000) + ' s old.' : '');
}

const pause = millisToWait => new Promise(resolve => setTimeout(resolve, millisToWait));
const visible = () => new Promise(resolve => document.hidden ? document.addEventListener('visibilitychange', resolve, { once: true }) : resolve());

async function live() {
  const mine = ++session;
  for (;;) {
    await visible();
    if (mine !== session) return;
    stream = new AbortController();
    try {
      const row = await ask('/traffic', { seconds: SECONDS }, stream.signal);
      if (row.newest < past.newest) past.forget();
      past.take(row);
      await listen(heardSnapshot, stream.signal);
    } catch (failure) {
      if (failure.name === 'AbortError' || mine !== session) continue;
      lost(failure instanceof Refusal ? failure.message : 'The connection to the proxy broke.');
      await pause(1000);
    }
  }
}

document.addEventListener('visibilitychange', () => { if (document.hidden) stream.abort(); });

function signIn() {
  if (isSignedOut) return;
  const wasGiven = Boolean(token());
  isSignedOut = true;
  session++;
  stream.abort();
  sessionStorage.removeItem(TOKEN);
  state = view = null;
  byId('dialog').close();
  byId('leave').hidden = true;
  byId('link').replaceChildren();
  const secret = h('input', { type: 'password', autocomplete: 'current-password', required: true, 'aria-describedby': 'sign-in-note' });
  const form = h('form', { class: 'panel sign-in', onsubmit(event) {
    event.preventDefault();
    sessionStorage.setItem(TOKEN, secret.value.trim());
    begin();
  } }, h('h2', {}, 'Sign in'), h('p', { class: 'muted', id: 'sign-in-note' }, 'The admin API asks for its token: what admin.token of the configuration stands for. It is kept in this tab until the tab is closed.'),
  wasGiven && h('p', { class: 'trouble', role: 'alert' }, 'That is not the token.'), field('Token', secret), h('div', { class: 'buttons start' }, h('button', { class: 'primary' }, 'Sign in')));
  byId('main').replaceChildren(form);
  secret.focus();
}

function begin() {
  isSignedOut = false;
  byId('leave').hidden = !token();
  byId('lost').hidden = true;
  open();
  live();
}

const THEMES = { auto: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' };

function theme(name) {
  if (name === 'auto') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.dataset.theme = name;
  localStorage.setItem('postern-theme', name);
  byId('theme').replaceChildren(icon('half'), h('span', {}, name));
  byId('theme').setAttribute('aria-label', THEMES[name]);
  byId('theme').title = THEMES[name];
}

byId('theme').addEventListener('click', () => {
  const names = Object.keys(THEMES);
  theme(names[(names.indexOf(localStorage.getItem('postern-theme')) + 1) % names.length]);
});
byId('leave').addEventListener('click', () => { sessionStorage.removeItem(TOKEN); signIn(); });
window.addEventListener('hashchange', () => { open(); byId('main').focus({ preventScroll: true }); });
onToken = signIn;
theme(THEMES[localStorage.getItem('postern-theme')] ? localStorage.getItem('postern-theme') : 'auto');
begin();
