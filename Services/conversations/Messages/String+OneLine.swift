extension String {
    /// In one line without blanks at its ends: blanks, ends of lines and control characters in a row become one blank.
    /// - Parameter limit: it ends with the character at which it has so many bytes.
    func oneLine(upTo limit: Int = .max) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Swift.min(utf8.count, limit))
        var isGap = false
        for byte in utf8 {
            if bytes.count >= limit, byte & 0xc0 != 0x80 { break }
            guard byte > UInt8(ascii: " ") else {
                isGap = !bytes.isEmpty
                continue
            }
            if isGap { bytes.append(UInt8(ascii: " ")) }
            isGap = false
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
