/** Heights for labels that want to stand at some, moved apart until each has its own line; in the order given. */
export function spreadLabels(wanted: readonly number[], line: number): number[] {
  const order = wanted.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y);
  const placed = new Array<number>(wanted.length);
  let groups = order.map(({ y, i }) => ({ middle: y, members: [i] }));
  for (let merged = true; merged; ) {
    merged = false;
    for (let g = 1; g < groups.length; g++) {
      const [above, below] = [groups[g - 1]!, groups[g]!];
      const room = ((above.members.length + below.members.length) * line) / 2;
      if (below.middle - above.middle >= room) continue;
      const members = [...above.members, ...below.members];
      const middle = members.reduce((sum, i) => sum + wanted[i]!, 0) / members.length;
      groups = [...groups.slice(0, g - 1), { middle, members }, ...groups.slice(g + 1)];
      merged = true;
      break;
    }
  }
  for (const { middle, members } of groups) {
    members.forEach((i, place) => {
      placed[i] = middle + (place - (members.length - 1) / 2) * line;
    });
  }
  return placed;
}
