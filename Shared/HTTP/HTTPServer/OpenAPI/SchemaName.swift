/// The names of types in an OpenAPI document.
enum SchemaName {
    /// `Message`, and `MessagePage` for `Page<Message>`.
    static func short(_ type: any Any.Type) -> String { join(String(describing: type), keepingOuter: false) }

    /// With the module and outer types: `gateway.Inbox.Filter`.
    static func long(_ type: any Any.Type) -> String { join(String(reflecting: type), keepingOuter: true) }

    private static func join(_ text: String, keepingOuter: Bool) -> String {
        let parts = text.split { "<>, ".contains($0) }.reversed()
        let names = parts.map { part in
            keepingOuter ? String(part) : String(part.split(separator: ".").last ?? part)
        }
        return names.joined().filter { $0.isLetter || $0.isNumber || "._-".contains($0) }
    }
}
