/** Shows a choice only if it changed: charts and long tables are slow to draw. */
export function changed<T>(show: (choice: T) => void): (choice: T) => void {
  let shown = '';
  return (choice) => {
    const key = JSON.stringify(choice);
    if (key === shown) return;
    shown = key;
    show(choice);
  };
}
