interface Props {
  readonly label: string;
  readonly value: number;
  readonly least?: number;
  readonly most?: number;
  readonly onChange: (value: number) => void;
}

/** A whole number; what is none is put back. */
export function NumberField({ label, value, least = 1, most = Number.MAX_SAFE_INTEGER, onChange }: Props) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="number"
        min={least}
        max={most}
        step={1}
        value={value}
        onChange={(event) => {
          const next = Number(event.currentTarget.value || Number.NaN);
          if (Number.isSafeInteger(next) && next >= least && next <= most) onChange(next);
          else event.currentTarget.value = String(value);
        }}
      />
    </label>
  );
}
