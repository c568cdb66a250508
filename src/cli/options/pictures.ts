/** Options of a command that writes a page with pictures. */
export const pictureOptions = {
  pictures: {
    type: 'string',
    describe:
      'Images of each data set that the page gets pictures of: none, a number, all; what the cache lacks is encoded anew  [3, out of the cache alone]',
  },
  'pictures-limit': {
    type: 'string',
    default: '200M',
    describe: 'What these pictures may take: 500M, 2G; a bare number is megabytes',
  },
} as const;
