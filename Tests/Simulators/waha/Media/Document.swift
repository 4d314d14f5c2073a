/// A PDF of one page with a few lines of text.
/// - Source: ISO 32000-1, 7.5.
enum Document {
    /// - Parameter lines: ASCII; parentheses and backslashes are left out.
    static func pdf(lines: [String]) -> [UInt8] {
        let words = lines.map { line in line.filter { $0.isASCII && !"()\\".contains($0) } }
        let text = words.map { "(\($0)) Tj T*" }.joined(separator: " ")
        let content = "BT /F1 16 Tf 22 TL 60 760 Td \(text) ET"
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                + "/Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        var file = Array("%PDF-1.4\n".utf8)
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(file.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n".utf8
        }
        let start = file.count
        let entries = places.map { padded($0) + " 00000 n \n" }.joined()
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n\(entries)".utf8
        file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n".utf8
        return file
    }

    /// Ten digits.
    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    }
}
