/** Options of a command that writes a page with pictures. */
export const pictureOptions = {
  pictures: {
    type: 'string',
    default: '3',
    describe:
      'Images of each data set that the page gets pictures of, out of the cache: none, a number, all',
  },
  'pictures-limit': {
    type: 'string',
    default: '200M',
    describe: 'What these pictures may take: 500M, 2G; a bare number is megabytes',
  },
} as const;
