//! Times the metrics of the crates fast-ssim2 and butteraugli, one call a line, so that the caller
//! can take turns with them:
//!
//!     metric-peers WIDTH HEIGHT original.rgb decoded.rgb
//!
//! The files hold interleaved RGB samples of 8 bit. For each line of stdin, one of the names below,
//! prints the milliseconds of processor time and the value.
//!
//!     ssimulacra2        compute_ssimulacra2, from both pictures
//!     ssimulacra2-next   a comparison with a Ssimulacra2Reference that is prepared already
//!     butteraugli        butteraugli, from both pictures; largest value
//!     butteraugli-next   a comparison with a ButteraugliReference that is prepared already

use std::error::Error;
use std::io::{BufRead, Write};

use butteraugli::{ButteraugliParams, ButteraugliReference, Img, RGB8, butteraugli};
use cpu_time::ProcessTime;
use fast_ssim2::{Ssimulacra2Reference, compute_ssimulacra2};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, width, height, original, decoded] = arguments.as_slice() else {
        return Err("expected WIDTH HEIGHT original.rgb decoded.rgb".into());
    };
    let (width, height): (usize, usize) = (width.parse()?, height.parse()?);
    let [original, decoded] = [std::fs::read(original)?, std::fs::read(decoded)?];
    if original.len() != 3 * width * height || decoded.len() != 3 * width * height {
        return Err("expected files of 3 bytes for each pixel".into());
    }
    let [original_pixels, decoded_pixels] = [&original, &decoded].map(|samples| {
        let pixels = samples.chunks_exact(3).map(|s| [s[0], s[1], s[2]]);
        Img::new(pixels.collect::<Vec<[u8; 3]>>(), width, height)
    });
    let [original_rgb, decoded_rgb] = [&original, &decoded].map(|samples| {
        let pixels = samples.chunks_exact(3).map(|s| RGB8::new(s[0], s[1], s[2]));
        Img::new(pixels.collect::<Vec<RGB8>>(), width, height)
    });
    let params = ButteraugliParams::default();
    let prepared_ssimulacra2 = Ssimulacra2Reference::new(original_pixels.as_ref())?;
    let prepared_butteraugli = ButteraugliReference::new(&original, width, height, params.clone())?;

    for line in std::io::stdin().lock().lines() {
        let start = ProcessTime::now();
        let value = match line?.as_str() {
            "ssimulacra2" => {
                compute_ssimulacra2(original_pixels.as_ref(), decoded_pixels.as_ref())?
            }
            "ssimulacra2-next" => prepared_ssimulacra2.compare(decoded_pixels.as_ref())?,
            "butteraugli" => {
                butteraugli(original_rgb.as_ref(), decoded_rgb.as_ref(), &params)?.score
            }
            "butteraugli-next" => prepared_butteraugli.compare(&decoded)?.score,
            other => return Err(format!("unknown metric '{other}'").into()),
        };
        println!("{} {value}", start.elapsed().as_secs_f64() * 1000.0);
        std::io::stdout().flush()?;
    }
    Ok(())
}
