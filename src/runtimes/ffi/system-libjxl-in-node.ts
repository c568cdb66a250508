export { libjxlVersion, openLibjxl } from './libjxl.js';
