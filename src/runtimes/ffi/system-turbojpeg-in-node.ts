export { openTurbo, turboVersion } from './turbojpeg.js';
