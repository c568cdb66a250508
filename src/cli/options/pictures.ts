/** Options of a command that writes a page with pictures. */
export const pictureOptions = {
  pictures: {
    type: 'string',
    default: '3',
    describe:
      'Images of each data set that the page gets pictures of, out of the cache: none, a number, all',
  },
  'pictures-limit': {
    type: 'number',
    default: 200,
    describe: 'Megabytes that these pictures may take',
  },
} as const;
