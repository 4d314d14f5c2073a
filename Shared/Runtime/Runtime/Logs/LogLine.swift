/// One log record as a line of JSON, while it is written.
package struct LogLine {
    /// Longest text in one place, in bytes; what is over is cut and marked with `…`.
    package static let longestText = 1024

    package private(set) var text = ""

    package init() {}

    package mutating func raw(_ json: String) {
        text += json
    }

    package mutating func string(_ value: String) {
        text += "\""
        var bytes = 0
        for scalar in value.unicodeScalars {
            bytes += UTF8.width(scalar)
            guard bytes <= Self.longestText else {
                text += "…"
                break
            }
            escape(scalar)
        }
        text += "\""
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case let control where control.value < 0x20:
            text += control.value < 0x10 ? "\\u000" : "\\u00"
            text += String(control.value, radix: 16)
        default: text.unicodeScalars.append(scalar)
        }
    }
}
