/// The library that speaks to WhatsApp underneath WAHA; its traits show in every payload.
enum Engine: String, Sendable, CaseIterable {
    case gows = "GOWS"
    case noweb = "NOWEB"
    case webjs = "WEBJS"

    init?(name: String) {
        self.init(rawValue: name.uppercased())
    }

    var shape: any EngineShape {
        switch self {
        case .gows: GOWSShape()
        case .noweb: NOWEBShape()
        case .webjs: WEBJSShape()
        }
    }

    /// What not every engine can do; the others answer 501.
    /// - Source: the WAHA fact sheet, 10.
    enum Feature: Sendable {
        case listAcrossChats, forward, star, pin, archive, deleteChat, about, block, passkey, sendList, sendButtons
        case deleteGroup
    }

    func can(_ feature: Feature) -> Bool {
        switch feature {
        case .listAcrossChats, .sendList: self != .webjs
        case .forward, .star, .pin, .archive: self != .gows
        case .deleteChat, .about, .block, .deleteGroup: self == .webjs
        case .sendButtons: self == .noweb
        case .passkey: self == .gows
        }
    }

    /// A pre-generated message id is honoured.
    var takesMessageID: Bool { self != .webjs }

    /// Pages of messages are filtered after they are cut.
    var filtersAfterPaging: Bool { self == .noweb }
}
