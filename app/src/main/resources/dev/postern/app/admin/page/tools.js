// What would become of a request, and the certificates in force.
function explainView(parameters) {
  const method = h('input', { value: 'GET', autocomplete: 'off', spellcheck: 'false', size: 8, list: 'methods' });
  const url = h('input', { type: 'text', inputmode: 'url', value: parameters.get('url') || '', placeholder: 'http://localhost:8080/users/7', autocomplete: 'off', spellcheck: 'false', required: true });
  const headers = h('textarea', { rows: 3, spellcheck: 'false', placeholder: 'Host: api.example.com\nCookie: beta=yes' });
  const outcome = h('div', { class: 'outcome', role: 'status' });
  const methods = h('datalist', { id: 'methods' }, ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map(name => h('option', { value: name })));

  async function explain(event) {
    event.preventDefault();
    try {
      const told = await ask('/explain', { method: method.value.trim() || 'GET', url: url.value.trim(), header: headers.value.split('\n').map(line => line.trim()).filter(Boolean) });
      outcome.replaceChildren(h('p', { class: 'muted' }, 'By configuration ' + told.version + ':'), h('pre', { class: 'explained' }, told.lines.join('\n')));
    } catch (failure) {
      outcome.replaceChildren(badge('bad', 'cross', 'not explained'), ' ' + failure.message);
    }
  }

  const element = panel('Explain', h('p', { class: 'muted' }, 'What would become of a request, and why. Nothing is sent.'),
    h('form', { class: 'explain', onsubmit: explain }, methods,
      h('div', { class: 'filters' }, field('Method', method), h('div', { class: 'field grow' }, h('label', { for: 'explain-url' }, 'URL, or a path'), fill(url, { id: 'explain-url' }, []))),
      field('Header fields, one a line', headers), h('div', { class: 'buttons start' }, h('button', { class: 'primary' }, 'Explain'))), outcome);
  return { element, show() {} };
}

function certificatesView() {
  const rows = h('tbody', {});
  const none = h('p', { class: 'muted', hidden: true }, 'There are none: no listener ends TLS here.');
  const trouble = h('p', { class: 'trouble', role: 'alert', hidden: true });
  const table = h('table', { class: 'stack' }, head('State', 'Certificate', '#Days left', 'Expires', 'For', 'Key', 'Issuer'), rows);
  let askedAt = -60000;

  async function load() {
    askedAt = performance.now();
    try {
      const { certificates } = await ask('/certificates');
      trouble.hidden = true;
      none.hidden = certificates.length > 0;
      table.hidden = !none.hidden;
      certificates.sort((a, b) => a.daysLeft - b.daysLeft);
      keyed(rows, certificates, each => each.fingerprint + each.daysLeft, each => {
        const [tone, shape, text] = each.daysLeft < 0 ? ['bad', 'cross', 'expired'] : each.kept ? ['bad', 'cross', 'files unusable']
          : each.daysLeft < 7 ? ['bad', 'alert', 'expires'] : each.daysLeft <= 30 ? ['warn', 'alert', 'soon'] : ['ok', 'ok', 'valid'];
        return h('tr', {}, cell('State', {}, badge(tone, shape, text)), cell('Certificate', { class: 'main' }, each.name), cell('Days left', { class: 'num' }, count(each.daysLeft)),
          cell('Expires', {}, time(each.expiresAt)), cell('For', {}, each.names.join(', ')), cell('Key', {}, each.keyType), cell('Issuer', { class: 'why' }, each.issuer));
      });
    } catch (failure) {
      trouble.hidden = false;
      say(trouble, failure.message);
    }
  }

  let version = -1;
  return {
    element: panel('Certificates', trouble, none, table),
    show(state) {
      if (state.config.version !== version || performance.now() - askedAt > 30000) {
        version = state.config.version;
        load();
      }
    },
  };
}
