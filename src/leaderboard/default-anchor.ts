/** The codec that curves are compared with unless told otherwise: everybody knows what it costs. */
export const defaultAnchor = 'jpeg';
