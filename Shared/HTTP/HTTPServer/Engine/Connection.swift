import CMicroHTTP

/// libmicrohttpd's connection, alive from a request's headers until it is finished.
///
/// Its manual: `suspend` on its loop's thread only; `resume` and queueing an answer to a suspended one on any. Headers
/// do not change while a request is open, but for the trailers of a chunked body.
struct Connection: @unchecked Sendable {
    let handle: OpaquePointer
    let loop: EventLoop

    func suspend() { MHD_suspend_connection(handle) }

    func resume() {
        MHD_resume_connection(handle)
        loop.wake()
    }

    func value(_ kind: Field.Kind, _ name: String) -> String? {
        lookUp(kind, name).map { String(cString: $0) }
    }

    func has(_ kind: Field.Kind, _ name: String) -> Bool {
        lookUp(kind, name) != nil
    }

    /// Within `withCString`, as a name that is handed over as a pointer by itself is copied to the heap for each call.
    private func lookUp(_ kind: Field.Kind, _ name: String) -> UnsafePointer<CChar>? {
        name.withCString { MHD_lookup_connection_value(handle, kind.raw, $0) }
    }

    func values(_ kind: Field.Kind) -> [Field] {
        var list = FieldList(kind: kind)
        withUnsafeMutablePointer(to: &list) { list in
            _ = MHD_get_connection_values(handle, kind.raw, collectField, list)
        }
        return list.fields
    }
}

/// One header, cookie or item of the query.
struct Field: Sendable {
    enum Kind: CaseIterable {
        case header, cookie, query

        var raw: MHD_ValueKind {
            switch self {
            case .header: .HEADER_KIND
            case .cookie: .COOKIE_KIND
            case .query: .GET_ARGUMENT_KIND
            }
        }
    }

    let kind: Kind
    let name: String
    let value: String
}

private struct FieldList {
    let kind: Field.Kind
    var fields: [Field] = []
}

private func collectField(
    _ context: UnsafeMutableRawPointer?,
    _: MHD_ValueKind,
    _ name: UnsafePointer<CChar>?,
    _ value: UnsafePointer<CChar>?
) -> MHD_Result {
    guard let list = context?.assumingMemoryBound(to: FieldList.self), let name else { return .NO }
    let value = value.map { String(cString: $0) } ?? ""
    list.pointee.fields.append(Field(kind: list.pointee.kind, name: String(cString: name), value: value))
    return .YES
}
