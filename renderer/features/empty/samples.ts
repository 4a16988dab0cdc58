/** Six small landscapes, drawn by the window itself: they need no network and belong to nobody. */

interface Scene {
  /** Sky from top to bottom. */
  readonly sky: readonly [string, string];
  readonly sun: { readonly x: number; readonly y: number; readonly radius: number; readonly colour: string };
  /** Ridges from far to near. */
  readonly ridges: readonly string[];
  readonly seed: number;
}

const WIDTH = 720;
const HEIGHT = 480;

const SCENES: readonly Scene[] = [
  {
    sky: ['#2b4c7e', '#f6b38e'],
    sun: { x: 0.68, y: 0.5, radius: 44, colour: '#ffe3b8' },
    ridges: ['#8a7fa3', '#5b5f8a', '#37426b', '#1d2748'],
    seed: 3,
  },
  {
    sky: ['#8ec9e8', '#e9f4f2'],
    sun: { x: 0.24, y: 0.24, radius: 34, colour: '#ffffff' },
    ridges: ['#a9c9c4', '#6fa39a', '#3f7a6d', '#1f5347'],
    seed: 11,
  },
  {
    sky: ['#1a1c3a', '#5a4b81'],
    sun: { x: 0.76, y: 0.22, radius: 26, colour: '#f4f0d9' },
    ridges: ['#463f73', '#312d5a', '#201e42', '#12112b'],
    seed: 7,
  },
  {
    sky: ['#f2c879', '#fbe9c6'],
    sun: { x: 0.4, y: 0.4, radius: 52, colour: '#fff7e0' },
    ridges: ['#e2a567', '#c97f4e', '#a0583a', '#6d3728'],
    seed: 19,
  },
  {
    sky: ['#6fb7d6', '#cfeaf0'],
    sun: { x: 0.84, y: 0.2, radius: 30, colour: '#fffbe8' },
    ridges: ['#f1f5f8', '#b9d3e0', '#6f9db6', '#2f6480'],
    seed: 23,
  },
  {
    sky: ['#c96a7c', '#f7c6b5'],
    sun: { x: 0.5, y: 0.56, radius: 58, colour: '#ffe9d2' },
    ridges: ['#a4506f', '#7b3a63', '#532853', '#30193d'],
    seed: 31,
  },
];

/** Draws the sample pictures and gives each as a PNG in a `data:` URL. */
export function samplePictures(): readonly string[] {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const paper = canvas.getContext('2d');
  if (paper === null) return [];
  return SCENES.map((scene) => {
    drawScene(paper, scene);
    return canvas.toDataURL('image/png');
  });
}

function drawScene(paper: CanvasRenderingContext2D, scene: Scene): void {
  const sky = paper.createLinearGradient(0, 0, 0, HEIGHT);
  sky.addColorStop(0, scene.sky[0]);
  sky.addColorStop(0.8, scene.sky[1]);
  paper.fillStyle = sky;
  paper.fillRect(0, 0, WIDTH, HEIGHT);
  paper.fillStyle = scene.sun.colour;
  paper.beginPath();
  paper.arc(scene.sun.x * WIDTH, scene.sun.y * HEIGHT, scene.sun.radius, 0, 2 * Math.PI);
  paper.fill();
  scene.ridges.forEach((colour, index) => {
    drawRidge(paper, colour, 0.5 + index * 0.13, scene.seed + index * 5);
  });
}

/** A line of hills: three waves that do not fit each other, so that none looks like the next. */
function drawRidge(paper: CanvasRenderingContext2D, colour: string, level: number, seed: number): void {
  paper.fillStyle = colour;
  paper.beginPath();
  paper.moveTo(0, HEIGHT);
  for (let x = 0; x <= WIDTH; x += 4) {
    const wave =
      Math.sin(x / 97 + seed) * 0.05 +
      Math.sin(x / 41 + seed * 2) * 0.022 +
      Math.sin(x / 17 + seed * 3) * 0.008;
    paper.lineTo(x, (level - wave) * HEIGHT);
  }
  paper.lineTo(WIDTH, HEIGHT);
  paper.fill();
}
