/// The head of one part of a form.
struct MultipartPart: Hashable, Sendable {
    /// Of the form's field.
    let name: String?
    /// The last component of the path that the sender gave; nil for a field that is no file.
    let filename: String?
    /// As the sender has it.
    let type: String?

    init(name: String?, filename: String?, type: String?) {
        self.name = name
        self.filename = filename
        self.type = type
    }

    /// - Parameter head: lines of `Name: value`.
    init(head: String) {
        var disposition: HeaderValue?
        var type: String?
        for line in head.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            switch line[..<colon].lowercased() {
            case "content-disposition": disposition = HeaderValue(String(value))
            case "content-type": type = String(value)
            default: break
            }
        }
        name = disposition?.parameters["name"].map(Self.unescaped)
        filename = disposition?.parameters["filename"].map { Self.lastComponent(Self.unescaped($0)) }
        self.type = type
    }

    var isFile: Bool { filename != nil || name == "file" }

    /// Browsers write a quotation mark as `%22` and a line end as `%0D%0A`, and nothing else so.
    /// - Source: WHATWG HTML, multipart/form-data encoding algorithm.
    private static func unescaped(_ text: String) -> String {
        text.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
    }

    private static func lastComponent(_ path: String) -> String {
        path.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
    }
}
