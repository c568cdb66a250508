/** Calls what shows a choice only where it is another one: charts and long tables are dear. */
export function changed<T>(show: (choice: T) => void): (choice: T) => void {
  let shown = '';
  return (choice) => {
    const key = JSON.stringify(choice);
    if (key === shown) return;
    shown = key;
    show(choice);
  };
}
