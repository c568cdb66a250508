import { z } from 'zod';

/**
 * A quantiser by the range of each channel: coefficients between the least and the greatest one of
 * their channel become 0..most, cut to whole numbers, and these are cut to multiples of `step`.
 */
export const rangedSchema = z.strictObject({
  most: z.int().positive().max(255),
  step: z.int().positive().max(255),
});

export type RangedCard = z.infer<typeof rangedSchema>;

/** What is asked of a group that is quantised by its range, or coded in part. */
interface PartlyCoded {
  readonly id: string;
  readonly channels: number;
  readonly filters?: number | undefined;
  readonly ranged?: RangedCard | undefined;
  readonly limit: number;
}

/** What is wrong with groups that have a range, or more channels in graphs than are coded. */
export function misranged(
  groups: readonly PartlyCoded[],
  { contexts, rdoq }: { readonly contexts: boolean; readonly rdoq: number },
): string[] {
  return groups.flatMap(({ id, channels, filters, ranged, limit }) => {
    const faults = [];
    if (filters !== undefined && channels > filters) {
      faults.push(`${id} codes ${channels} channels of ${filters}`);
    }
    if (ranged !== undefined && Math.floor(ranged.most / ranged.step) > limit) {
      faults.push(`the range of ${id} goes beyond its limit, ${limit}`);
    }
    if ((ranged ?? filters) !== undefined && contexts) {
      faults.push(`${id} has a range or filters, and there are contexts`);
    }
    if (ranged !== undefined && rdoq > 0) faults.push(`${id} has a range, which takes no rdoq`);
    return faults;
  });
}
