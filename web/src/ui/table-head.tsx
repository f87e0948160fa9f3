interface Props {
  /** What the columns are called, and the classes of those that have some. */
  readonly columns: Readonly<Record<string, string>>;
}

export function TableHead({ columns }: Props) {
  return (
    <thead>
      <tr>
        {Object.entries(columns).map(([name, look]) => (
          <th key={name} scope="col" class={look}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
