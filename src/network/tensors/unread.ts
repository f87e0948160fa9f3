import { badNetwork } from "../fail.ts";
import { parseName } from "./name.ts";
import { describe, type NamedTensor } from "./stored-layer.ts";

/** What is recognised so that a message says what to do, as it is no part of a layer that can be read. */
interface Unread {
  readonly is: (tensor: NamedTensor) => boolean;
  /** After the tensor's name. */
  readonly why: (tensor: NamedTensor) => string;
}

const named =
  (pattern: RegExp) =>
  ({ name }: NamedTensor) =>
    pattern.test(name);

/** What a batch normalisation's statistics are called in PyTorch and in Keras. */
const BATCH_NORM = /(running_mean|running_var|num_batches_tracked|moving_mean|moving_variance)\b/;

const ADVICE_BATCH_NORM =
  "is of a batch normalisation, which is not read: fold it into the linear layer that it follows (in PyTorch, after model.eval(), by torch.nn.utils.fusion.fuse_linear_bn_eval(linear, norm)) and save the network without it";

/** Tried one after the other; what comes first explains most. */
const UNREAD: readonly Unread[] = [
  {
    is: ({ shape }) => shape.includes(0),
    why: () => "holds no numbers: save the network with its weights gathered, or leave out what is empty",
  },
  {
    is: named(/mlp_extractor\.policy_net\./),
    why: () =>
      'is of a Stable-Baselines3 policy, which holds several networks: save one, as by save_file(torch.nn.Sequential(*policy.mlp_extractor.policy_net, policy.action_net).state_dict(), "actor.safetensors")',
  },
  { is: named(BATCH_NORM), why: () => ADVICE_BATCH_NORM },
  {
    is: ({ name, shape }) => shape.length === 1 && /(^|[/._])(gamma|beta)(:0)?$/.test(name),
    why: () =>
      "is of a normalisation, which is not read; only a batch normalisation can be folded into the layer before it",
  },
  {
    is: named(/weight_(g|v|orig|mask)$|(^|\.)(parametrizations\.|lora_)/),
    why: () =>
      "is a part that a weight is computed from (weight or spectral normalisation, pruning, LoRA): merge it before saving, as by torch.nn.utils.parametrize.remove_parametrizations",
  },
  {
    is: named(/weight_(ih|hh)|recurrent_kernel/),
    why: () => "is of a recurrent layer; only networks of one linear layer after the other are read",
  },
  {
    is: named(/in_proj_(weight|bias)$|(^|[./_])[qkv]_proj[./]/),
    why: () => "is of an attention layer; only networks of one linear layer after the other are read",
  },
  {
    is: ({ shape }) => shape.length > 2,
    why: ({ shape }) =>
      `has ${shape.length} dimensions; a weight has 2, a bias 1, and convolutions are not read`,
  },
  {
    is: ({ name, shape }) => shape.length === 0 && parseName(name).role !== "bias",
    why: () => "is a single number, which no layer has: leave it out of the file",
  },
];

/**
 * Refuses a file with a tensor that is no part of a linear layer, and says what to do.
 *
 * @throws KpropError `bad-network`, naming the tensor
 */
export function refuseUnread(tensors: readonly NamedTensor[]): void {
  for (const { is, why } of UNREAD) {
    const tensor = tensors.find(is);
    if (tensor) badNetwork(`${describe(tensor)} ${why(tensor)}`);
  }
}

/**
 * What to do about a tensor whose numbers are no floats of 16, 32 or 64 bits, so that its file is refused before its layers are
 * looked at; after the type's name.
 */
export function adviceOnType(name: string): string {
  if (BATCH_NORM.test(name)) return `it ${ADVICE_BATCH_NORM}`;
  return "leave it out of the file if it is no weight or bias, or convert it to float32 (times its scale, if it is quantised)";
}
