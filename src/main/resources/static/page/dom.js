// Elements are made here, node by node, and nowhere from markup: whatever a label or a text says, it stays text.

/** The element of the page with that id. */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * A new element. Properties are attributes, but for handlers such as `onclick`; those that are false or undefined are
 * left out. Children are nodes or text.
 */
export function make(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for drawings. */
export function draw(tag, properties = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...nodes(children));
  return element;
}

/**
 * Puts these in place of all that is in the element. If the keyboard was in there, it stays at the element: the next
 * stop is then what follows, and not the first of the page.
 */
export function show(element, ...children) {
  const {activeElement} = document;
  const held = element !== activeElement && element.contains(activeElement);
  element.replaceChildren(...nodes(children));
  if (held && element.contains(activeElement)) {
    activeElement.focus({preventScroll: true});
  } else if (held) {
    element.tabIndex = -1;
    element.focus({preventScroll: true});
  }
}

function nodes(children) {
  return children.flat().filter((child) => child !== null && child !== undefined);
}

/** Tells those who hear the page what has changed. */
export function announce(sentence) {
  byId('announcer').textContent = sentence;
}

/** The lines of a text area that have something in them. */
export function lines(area) {
  return area.value.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

/** Share as people read it: 93 %, 0.4 %, under 0.1 %. */
export function percent(share) {
  if (share > 0 && share < 0.001) {
    return '< 0.1 %';
  }
  const points = share * 100;
  return `${points >= 10 || points === 0 ? Math.round(points) : points.toFixed(1)} %`;
}

/** "1 text", "2 texts". */
export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}
