/// The picture of a QR code: the three corners and modules that follow from the text. It looks like one, and a camera
/// that reads it would find nothing.
enum QRPicture {
    private static let modules = 41
    private static let scale = 6
    private static let margin = 4

    static func png(of text: String) -> [UInt8] {
        let side = (modules + 2 * margin) * scale
        var picture = Picture(width: side, height: side)
        var dice = Dice(seed: text.utf8.reduce(5381) { ($0 &* 33) &+ UInt64($1) })
        for row in 0..<modules {
            for column in 0..<modules {
                let isDark = dice.hits(0.5)
                if corner(row, column) ?? isDark { fill(row, column, in: &picture) }
            }
        }
        return picture.png
    }

    /// Whether a module of a corner's finder pattern is dark; nil outside the corners.
    private static func corner(_ row: Int, _ column: Int) -> Bool? {
        for (top, left) in [(0, 0), (0, modules - 7), (modules - 7, 0)] {
            let (down, right) = (row - top, column - left)
            guard (-1...7).contains(down), (-1...7).contains(right) else { continue }
            let ring = max(abs(down - 3), abs(right - 3))
            return ring == 3 || ring <= 1
        }
        return nil
    }

    private static func fill(_ row: Int, _ column: Int, in picture: inout Picture) {
        for y in 0..<scale {
            for x in 0..<scale {
                picture.paint(x: (column + margin) * scale + x, y: (row + margin) * scale + y, (0, 0, 0))
            }
        }
    }
}
