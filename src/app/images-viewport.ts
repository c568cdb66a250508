/** What part of a picture is seen, in all ports alike. */
export interface Sight {
  /** Lengths on the page over those of the picture; null for as much as fits. */
  readonly zoom: number | null;
  /** Point of the picture in the middle of each port. */
  readonly x: number;
  readonly y: number;
}

/** Keeps layers in ports at one zoom and place. */
export interface Viewport {
  /** Shows these layers, each `size` large before it is scaled, in their ports. */
  attach(
    ports: readonly { readonly port: HTMLElement; readonly layers: readonly HTMLElement[] }[],
    size: { readonly width: number; readonly height: number },
  ): void;
  readonly sight: Sight;
  /** Zoom as it is now, also where it is what fits. */
  readonly scale: number;
  see(sight: Sight): void;
  zoomBy(factor: number): void;
  zoomTo(zoom: number | null): void;
  /** Moves the picture by lengths on the page. */
  move(dx: number, dy: number): void;
  /** Whether there is more than is seen. */
  readonly movable: boolean;
  destroy(): void;
}

const largest = 32;

/** @param onChange told after every change that did not come by `see` */
export function createViewport(onChange: () => void): Viewport {
  let shown: Parameters<Viewport['attach']>[0] = [];
  let size = { width: 1, height: 1 };
  let sight: Sight = { zoom: null, x: 0, y: 0 };

  const boxOf = (): { width: number; height: number } => {
    const port = shown[0]?.port;
    return { width: port?.clientWidth || 1, height: port?.clientHeight || 1 };
  };
  const fitting = (): number => {
    const { width, height } = boxOf();
    return Math.min(width / size.width, height / size.height);
  };
  const scaleOf = (): number => sight.zoom ?? fitting();
  /** The nearest middle that leaves no port emptier than need be. */
  const bounded = ({ zoom, x, y }: Sight): Sight => {
    const scale = zoom ?? fitting();
    const box = boxOf();
    const within = (value: number, length: number, seen: number): number => {
      const half = seen / scale / 2;
      return 2 * half >= length ? length / 2 : Math.min(length - half, Math.max(half, value));
    };
    return {
      zoom,
      x: within(x, size.width, box.width),
      y: within(y, size.height, box.height),
    };
  };
  const draw = (): void => {
    const { x, y } = bounded(sight);
    const scale = scaleOf();
    const sharp = scale * devicePixelRatio >= 2;
    for (const { port, layers } of shown) {
      const left = port.clientWidth / 2 - x * scale;
      const top = port.clientHeight / 2 - y * scale;
      port.classList.toggle('movable', movable());
      for (const layer of layers) {
        layer.style.width = `${size.width}px`;
        layer.style.height = `${size.height}px`;
        layer.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
        layer.classList.toggle('sharp', sharp);
      }
    }
  };
  const movable = (): boolean => {
    const box = boxOf();
    const scale = scaleOf();
    return size.width * scale > box.width + 1 || size.height * scale > box.height + 1;
  };
  const change = (next: Sight): void => {
    sight = bounded(next);
    draw();
    onChange();
  };
  const whole = (): Sight => ({ zoom: null, x: size.width / 2, y: size.height / 2 });
  /** Keeps the point of the picture that lies at a place of a port where it is. */
  const zoomAt = (zoom: number, at: { x: number; y: number } | null): void => {
    const before = scaleOf();
    const { x, y } = bounded(sight);
    const fit = fitting();
    const next = Math.min(largest, Math.max(zoom, Math.min(1, fit)));
    if (Math.abs(next / fit - 1) < 0.001) {
      change(whole());
      return;
    }
    const box = boxOf();
    const dx = (at?.x ?? box.width / 2) - box.width / 2;
    const dy = (at?.y ?? box.height / 2) - box.height / 2;
    change({ zoom: next, x: x + dx / before - dx / next, y: y + dy / before - dy / next });
  };
  const gestures = listen({
    scale: scaleOf,
    zoomAt,
    move: (dx, dy) => move(dx, dy),
  });
  const move = (dx: number, dy: number): void => {
    const { zoom, x, y } = bounded(sight);
    const scale = scaleOf();
    change({ zoom, x: x - dx / scale, y: y - dy / scale });
  };
  const observer = new ResizeObserver(draw);
  return {
    attach: (ports, next) => {
      observer.disconnect();
      shown = ports;
      size = next;
      for (const { port } of ports) {
        gestures.add(port);
        observer.observe(port);
      }
      draw();
    },
    get sight() {
      return bounded(sight);
    },
    get scale() {
      return scaleOf();
    },
    get movable() {
      return movable();
    },
    see: (next) => {
      sight = next;
      draw();
    },
    zoomBy: (factor) => zoomAt(scaleOf() * factor, null),
    zoomTo: (zoom) => (zoom === null ? change(whole()) : zoomAt(zoom, null)),
    move,
    destroy: () => observer.disconnect(),
  };
}

interface Gestures {
  scale(): number;
  zoomAt(zoom: number, at: { x: number; y: number }): void;
  move(dx: number, dy: number): void;
}

/** Drag moves, two fingers and the wheel with Ctrl zoom, and so does a double click. */
function listen({ scale, zoomAt, move }: Gestures): { add(port: HTMLElement): void } {
  const known = new WeakSet<HTMLElement>();
  const down = new Map<number, { x: number; y: number }>();
  const at = (port: HTMLElement, event: MouseEvent): { x: number; y: number } => {
    const box = port.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const moved = (port: HTMLElement, event: PointerEvent): void => {
    const before = down.get(event.pointerId);
    if (before === undefined) return;
    const now = at(port, event);
    const [other] = [...down].filter(([id]) => id !== event.pointerId);
    down.set(event.pointerId, now);
    if (other === undefined) {
      move(now.x - before.x, now.y - before.y);
      return;
    }
    const fixed = other[1];
    const apart = Math.hypot(before.x - fixed.x, before.y - fixed.y);
    const middle = { x: (now.x + fixed.x) / 2, y: (now.y + fixed.y) / 2 };
    const ratio = apart < 1 ? 1 : Math.hypot(now.x - fixed.x, now.y - fixed.y) / apart;
    move((now.x - before.x) / 2, (now.y - before.y) / 2);
    zoomAt(scale() * ratio, middle);
  };
  return {
    add: (port) => {
      if (known.has(port)) return;
      known.add(port);
      port.addEventListener('pointerdown', (event) => {
        if (event.button !== 0) return;
        down.set(event.pointerId, at(port, event));
        port.setPointerCapture(event.pointerId);
      });
      port.addEventListener('pointermove', (event) => moved(port, event));
      for (const end of ['pointerup', 'pointercancel'] as const) {
        port.addEventListener(end, (event) => void down.delete(event.pointerId));
      }
      port.addEventListener('dblclick', (event) => {
        zoomAt(scale() * (event.shiftKey ? 0.5 : 2), at(port, event));
      });
      port.addEventListener(
        'wheel',
        (event) => {
          if (!event.ctrlKey && !event.metaKey) return;
          event.preventDefault();
          zoomAt(scale() * 2 ** (-event.deltaY / 240), at(port, event));
        },
        { passive: false },
      );
    },
  };
}
