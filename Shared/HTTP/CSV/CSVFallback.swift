/// How a field is read that is not UTF-8: as spreadsheets of the West have it.
package enum CSVFallback: String, Codable, CaseIterable, Sendable {
    case windows1252 = "windows-1252"

    /// Every byte is a character; the five that Windows-1252 leaves free are the control characters of Unicode.
    /// - Source: <https://encoding.spec.whatwg.org/#windows-1252>.
    func text(_ bytes: UnsafeRawBufferPointer) -> String {
        var text = ""
        text.unicodeScalars.reserveCapacity(bytes.count)
        for byte in bytes {
            let code = (0x80...0x9F).contains(byte) ? Self.upper[Int(byte) - 0x80] : UInt32(byte)
            if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    /// Of the bytes from 0x80 to 0x9F.
    private static let upper: [UInt32] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D,
        0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x009D, 0x017E, 0x0178,
    ]
}
