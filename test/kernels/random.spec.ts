import { philox, word0, word1, word2, word3 } from "../../assembly/philox";

/** The four words of one lane, in order. */
function words(lane: i32): u32[] {
  const all = [word0, word1, word2, word3];
  const out: u32[] = [];
  for (let j = 0; j < 4; j++) {
    const to = new StaticArray<u32>(4);
    v128.store(changetype<usize>(to), all[j]);
    out.push(to[lane]);
  }
  return out;
}

describe("philox4x32-10", () => {
  // The known answers that the authors publish with Random123, one a lane where the key allows.
  it("maps zero under a zero key to its known answer, in every lane", () => {
    const zero = i32x4.splat(0);
    philox(zero, zero, zero, zero, 0, 0);
    for (let lane = 0; lane < 4; lane++) {
      expect(words(lane)).toStrictEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    }
  });

  it("maps all ones to their known answer", () => {
    const ones = i32x4.splat(-1);
    philox(ones, ones, ones, ones, 0xffffffff, 0xffffffff);
    expect(words(3)).toStrictEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
  });

  it("maps the digits of pi to their known answer, whatever the other lanes hold", () => {
    philox(
      i32x4(0, 1, 0x243f6a88, 3),
      i32x4(4, 5, 0x85a308d3, 7),
      i32x4(8, 9, 0x13198a2e, 11),
      i32x4(12, 13, 0x03707344, 15),
      0xa4093822,
      0x299f31d0,
    );
    expect(words(2)).toStrictEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]);
    expect(words(0)).not.toStrictEqual(words(2));
  });
});
