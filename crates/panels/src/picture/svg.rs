//! A picture as SVG.

use app::number;
use app::scene::heat_map::Rgba;
use app::scene::network::{Anchor, Label};
use digits::SIDE;

use crate::picture::shape::{Paint, Picture, Shape};

/// The picture as the text of an SVG file.
pub(super) fn to_svg(picture: &Picture) -> String {
    let (width, height) = (n(picture.width), n(picture.height));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
         <title>{}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n",
        escaped(&picture.title),
        picture.paper.to_hex()
    );
    for shape in &picture.shapes {
        svg.push_str(&element(shape, picture));
        svg.push('\n');
    }
    svg.push_str("</svg>\n");
    svg
}

fn element(shape: &Shape, picture: &Picture) -> String {
    match shape {
        Shape::Image { x, y, side, pixels } => {
            let scale = number::plain(side / SIDE as f32, 4);
            let cells = cells(pixels);
            format!(
                "<g transform=\"translate({} {}) scale({scale})\" shape-rendering=\"crispEdges\">{cells}</g>",
                n(*x),
                n(*y)
            )
        }
        Shape::Lines { colour, width, is_dashed, lines } => {
            let path: Vec<String> = lines
                .iter()
                .map(|[x0, y0, x1, y1]| format!("M{} {}L{} {}", n(*x0), n(*y0), n(*x1), n(*y1)))
                .collect();
            let dashes = if *is_dashed { " stroke-dasharray=\"5 3\"" } else { "" };
            let (path, colour) = (path.concat(), colour.to_hex());
            format!("<path d=\"{path}\" stroke=\"{colour}\" stroke-width=\"{}\"{dashes}/>", n(*width))
        }
        Shape::Square { x, y, side, paint } => {
            let (x, y, side) = (n(*x), n(*y), n(*side));
            format!("<rect x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\"{}/>", painted(*paint))
        }
        Shape::Circle { centre: (x, y), radius, paint } => {
            format!("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>", n(*x), n(*y), n(*radius), painted(*paint))
        }
        Shape::Text(label) => text(label, picture),
    }
}

fn painted(paint: Paint) -> String {
    let fill = paint.fill.map_or_else(|| "none".to_owned(), app::colour::Rgb::to_hex);
    let (colour, width) = paint.line;
    format!(" fill=\"{fill}\" stroke=\"{}\" stroke-width=\"{}\"", colour.to_hex(), n(width))
}

fn text(label: &Label, picture: &Picture) -> String {
    let anchor = match label.anchor {
        Anchor::Left => "",
        Anchor::Middle => " text-anchor=\"middle\"",
    };
    let weight = if label.is_bold { " font-weight=\"700\"" } else { "" };
    let rim = match label.has_rim {
        true => format!(
            " stroke=\"{}\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
            picture.paper.to_hex()
        ),
        false => String::new(),
    };
    format!(
        "<text x=\"{}\" y=\"{}\" dy=\"0.35em\" font-family=\"ui-monospace, monospace\" font-size=\"{}\" fill=\"{}\"{anchor}{weight}{rim}>{}</text>",
        n(label.x),
        n(label.y),
        n(label.size),
        label.colour.to_hex(),
        escaped(&label.text)
    )
}

/// An image as one path for each colour, with a rectangle for each run of pixels in a row.
fn cells(pixels: &Rgba) -> String {
    let colours: Vec<[u8; 3]> = pixels.chunks_exact(4).map(|cell| [cell[0], cell[1], cell[2]]).collect();
    let mut paths: Vec<([u8; 3], String)> = Vec::new();
    for (row_idx, row) in colours.chunks(SIDE).enumerate() {
        let mut column_idx = 0;
        for run in row.chunk_by(|one, other| one == other) {
            let rect = format!("M{column_idx} {row_idx}h{0}v1h-{0}z", run.len());
            column_idx += run.len();
            match paths.iter_mut().find(|(colour, _)| *colour == run[0]) {
                Some((_, path)) => path.push_str(&rect),
                None => paths.push((run[0], rect)),
            }
        }
    }
    let path = |([r, g, b], path): ([u8; 3], String)| {
        format!("<path fill=\"{}\" d=\"{path}\"/>", app::colour::Rgb(r, g, b).to_hex())
    };
    paths.into_iter().map(path).collect()
}

fn n(value: f32) -> String {
    number::plain(value, 2)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::colour::Rgb;

    /// The widths of all rectangles, each of which is one pixel high.
    fn area(paths: &str) -> usize {
        paths.split("v1h-").skip(1).filter_map(|run| run.split('z').next()?.parse::<usize>().ok()).sum()
    }

    #[test]
    fn an_image_covers_each_pixel_once() {
        let pixels: Rgba =
            (0..SIDE * SIDE).flat_map(|idx| [(idx % 3) as u8, (idx / 99) as u8, 7, 255]).collect();
        assert_eq!(area(&cells(&pixels)), SIDE * SIDE);
        let plain: Rgba = [9, 9, 9, 255].repeat(SIDE * SIDE);
        assert_eq!(cells(&plain).matches('M').count(), SIDE, "a run is one rectangle");
    }

    #[test]
    fn words_are_escaped() {
        let label = Label {
            x: 1.0,
            y: 2.0,
            anchor: Anchor::Middle,
            text: "a < b & \"c\"".into(),
            size: 10.0,
            colour: Rgb(0, 0, 0),
            is_bold: true,
            has_rim: true,
        };
        let picture = Picture {
            width: 9.0,
            height: 9.0,
            title: "<script>".into(),
            paper: Rgb(255, 255, 255),
            shapes: vec![Shape::Text(label)],
        };
        let svg = to_svg(&picture);
        assert!(
            svg.contains("<title>&lt;script&gt;</title>") && svg.contains("a &lt; b &amp; &quot;c&quot;"),
            "{svg}"
        );
    }
}
