// Distributed under the Boost Software License, Version 1.0.
//
// What orders the two accesses of a race, and the edge that is missing: a
// column for each thread, time downwards.

const node_gap = 50;
const column_width = 215;

function arrow_head(id, name) {
  return draw('marker', {id, viewBox: '0 0 8 8', refX: 7, refY: 4,
                         markerWidth: 7, markerHeight: 7, orient: 'auto'},
      draw('path', {class: name, d: 'M0 0L8 4L0 8z'}));
}

function node_words(node) {
  return `${thread_words(node.thread)} ${spoken(node.what)}`;
}

function edge_words(graph, edge) {
  return `${node_words(graph.nodes[edge.from])} → ` +
      `${node_words(graph.nodes[edge.to])} (${edge.why})`;
}

function cut_words(words, most) {
  return words.length <= most ? words : `${words.slice(0, most - 1)}…`;
}

// Over a column in between it is bent, lest it seem to go by way of a node
// there.
function edge_path(x1, y1, x2, y2) {
  const bend = Math.abs(x2 - x1) > column_width ? 50 : 0;
  return `M${x1} ${y1}Q${(x1 + x2) / 2} ${(y1 + y2) / 2 + bend} ${x2} ${y2}`;
}

function graph_picture(graph) {
  const threads = [...new Set(graph.nodes.map((node) => node.thread))]
      .sort((a, b) => a - b);
  const x = (node) => 20 + threads.indexOf(node.thread) * column_width;
  const y = (index) => 56 + index * node_gap;
  const height = 56 + graph.nodes.length * node_gap;
  const width = 20 + threads.length * column_width;
  const arrow = fresh_id('arrow');
  const line = (edge) => {
    const [from, to] = [graph.nodes[edge.from], graph.nodes[edge.to]];
    const same = from.thread === to.thread;
    return draw('g', {class: same ? 'program' : 'between'},
        draw('title', {}, edge.why),
        draw('path', {d: edge_path(x(from), y(edge.from) + (same ? 8 : 0),
                                   x(to), y(edge.to) - (same ? 9 : 0)),
                      'marker-end': `url(#${arrow})`}));
  };
  const [later, earlier] = [0, 1].map(
      (access) => graph.nodes.findIndex((node) => node.access === access));
  // Beside a node, unless the missing edge leaves it there.
  const beside = (index) => {
    const other = {[later]: earlier, [earlier]: later}[index];
    if (other === undefined || x(graph.nodes[other]) < x(graph.nodes[index])) {
      return 4;
    }
    return index === earlier ? -6 : 17;
  };
  const missing = draw('g', {class: 'missing-edge'},
      draw('line', {x1: x(graph.nodes[earlier]), y1: y(earlier),
                    x2: x(graph.nodes[later]), y2: y(later)}),
      draw('text', {
        x: (x(graph.nodes[earlier]) + x(graph.nodes[later])) / 2,
        y: (y(earlier) + y(later)) / 2 + 5, 'text-anchor': 'middle'}, '✕'));
  return draw('svg', {width, height, role: 'img', class: 'graph',
      viewBox: `0 0 ${width} ${height}`,
      'aria-label': 'Happens-before graph; below it in words'},
      draw('defs', {}, arrow_head(arrow, 'head')),
      threads.map((thread, i) => draw('text', {
        class: `name ${lane_class(thread)}`, x: 12 + i * column_width, y: 20},
        thread_words(thread))),
      graph.edges.map(line), missing,
      graph.nodes.map((node, i) => draw('g', {
        class: node.access === null ? 'node' : 'node access'},
        node.access === null ?
            draw('circle', {cx: x(node), cy: y(i), r: 5}) :
            draw('path', {d: `M${x(node)} ${y(i) - 9}l9 9l-9 9l-9 -9z`}),
        draw('text', {x: x(node) + 14, y: y(i) + beside(i)},
             draw('title', {}, node_words(node)),
             cut_words(spoken(node.what), 30)))));
}

// On a narrow screen the missing edge is what is seen first.
function graph_box(graph) {
  const picture = graph_picture(graph);
  const box = scrollable('Happens-before graph', {class: 'graph-box'},
                         picture);
  const {x1, x2} = picture.querySelector('.missing-edge line');
  const middle = (x1.baseVal.value + x2.baseVal.value) / 2;
  requestAnimationFrame(() => {
    box.scrollLeft = middle - box.clientWidth / 2;
  });
  return box;
}

function order_graph(graph) {
  const [later, earlier] = [0, 1].map(
      (access) => graph.nodes.find((node) => node.access === access));
  const between = graph.edges.filter((edge) =>
      graph.nodes[edge.from].thread !== graph.nodes[edge.to].thread);
  return make('div', {class: 'order-graph'},
      make('p', {}, make('strong', {}, 'Missing: '),
          `nothing leads from “${node_words(earlier)}” to ` +
          `“${node_words(later)}” or back.`),
      graph_box(graph),
      make('p', {class: 'key'}, 'Lines are what the schedule’s events prove ' +
          'to be ordered: starts, joins and locks that were waited for, not ' +
          'atomics and futures. ✕ and the broken line are what is missing. ' +
          'The earlier access is placed by its thread and line.'),
      in_words('The graph in words', () => between.length === 0 ?
          make('p', {}, 'No start, join or lock that was waited for orders them.') :
          make('ul', {}, between.map((edge) => make(
              'li', {}, edge_words(graph, edge))))));
}
