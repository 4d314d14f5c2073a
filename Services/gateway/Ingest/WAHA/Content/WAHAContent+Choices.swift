import Contracts
import JSON

/// Buttons, lists, and the answers to them.
extension WAHAContent {
    /// What was chosen; nil for a message that offers.
    var choice: MessageChoice? {
        switch key {
        case "listresponsemessage":
            let id = node["singleSelectReply"].field("selectedRowId").words()
            return MessageChoice(id: id, text: node["title"].words(), description: node["description"].words())
        case "buttonsresponsemessage":
            return MessageChoice(
                id: node.field("selectedButtonId").words(),
                text: node["selectedDisplayText"].words() ?? payload["body"].words()
            )
        case "templatebuttonreplymessage":
            return MessageChoice(id: node.field("selectedId").words(), text: node["selectedDisplayText"].words())
        case "interactiveresponsemessage": return flowChoice
        default: return key.isEmpty ? webChoice : nil
        }
    }

    private var flowChoice: MessageChoice {
        let parameters = node["nativeFlowResponseMessage"].field("paramsJson").string
        let answer = parameters.flatMap { try? JSONDocument(Array($0.utf8)).root } ?? .missing
        let text = node["body"]["text"].words() ?? answer["title"].words()
        return MessageChoice(id: answer["id"].words(), text: text)
    }

    /// WEBJS.
    private var webChoice: MessageChoice? {
        switch data["type"].string {
        case "list_response":
            let answer = data["listResponse"]
            let id = answer["singleSelectReply"].field("selectedRowId").words() ?? data.field("selectedRowId").words()
            return MessageChoice(
                id: id,
                text: answer["title"].words() ?? payload["body"].words(),
                description: answer["description"].words()
            )
        case "buttons_response", "template_button_reply":
            return MessageChoice(
                id: data.field("selectedButtonId").words() ?? data.field("selectedId").words(),
                text: payload["body"].words()
            )
        default: return nil
        }
    }

    /// What is offered.
    var choices: MessageChoices? {
        let found: MessageChoices
        switch key {
        case "listmessage": found = list(node)
        case "buttonsmessage": found = buttons(node["buttons"], title: node["text"], node["contentText"], node)
        case "templatemessage": found = template
        case "interactivemessage": found = interactive
        default: found = data["list"].isObject ? list(data["list"]) : webButtons
        }
        let isEmpty = found.options.isEmpty && found.title == nil && found.body == nil
        return isEmpty ? nil : found
    }

    private func list(_ list: JSONValue) -> MessageChoices {
        let options = list["sections"].array.prefix(10).flatMap { section in
            section["rows"].array.prefix(100).compactMap { row -> MessageChoices.Option? in
                guard let text = row["title"].words() else { return nil }
                let id = row.field("rowId").words()
                let heading = section["title"].words()
                return .init(id: id, text: text, description: row["description"].words(), section: heading)
            }
        }
        return MessageChoices(
            title: list["title"].words(),
            body: list["description"].words(4096),
            footer: list["footerText"].words(),
            button: list["buttonText"].words(),
            options: options
        )
    }

    private func buttons(
        _ buttons: JSONValue,
        title: JSONValue,
        _ body: JSONValue,
        _ around: JSONValue
    ) -> MessageChoices {
        let options = buttons.array.prefix(100).compactMap { button -> MessageChoices.Option? in
            let text = button["buttonText"]["displayText"].words() ?? button["displayText"].words()
            return text.map { .init(id: button.field("buttonId").words(), text: $0) }
        }
        return MessageChoices(
            title: title.words(),
            body: body.words(4096) ?? payload["body"].words(4096),
            footer: around["footerText"].words() ?? around["footer"].words(),
            options: options
        )
    }

    private var webButtons: MessageChoices {
        let listed = data["dynamicReplyButtons"].exists ? data["dynamicReplyButtons"] : data["buttons"]
        return buttons(listed, title: data["title"], data["body"], data)
    }

    private var template: MessageChoices {
        let filled = node["hydratedTemplate"].isObject ? node["hydratedTemplate"] : node["hydratedFourRowTemplate"]
        let options = filled["hydratedButtons"].array.prefix(100).compactMap { button -> MessageChoices.Option? in
            let (reply, link, call) = (button["quickReplyButton"], button.field("urlButton"), button["callButton"])
            let shown = [reply, link, call].first { $0.isObject }
            guard let shown, let text = shown["displayText"].words() else { return nil }
            return .init(
                id: reply.field("id").words(),
                text: text,
                url: link.field("url").words(2048),
                phoneNumber: call["phoneNumber"].words()
            )
        }
        return MessageChoices(
            title: filled["hydratedTitleText"].words(),
            body: filled["hydratedContentText"].words(4096),
            footer: filled["hydratedFooterText"].words(),
            options: options
        )
    }

    private var interactive: MessageChoices {
        let options = node["nativeFlowMessage"]["buttons"].array.prefix(100).compactMap { button in
            let parameters = button.field("buttonParamsJson").string
            let told = parameters.flatMap { try? JSONDocument(Array($0.utf8)).root } ?? .missing
            let text = told["display_text"].words() ?? button["name"].words()
            return text.map { MessageChoices.Option(id: told["id"].words(), text: $0, url: told["url"].words(2048)) }
        }
        return MessageChoices(
            title: node["header"]["title"].words(),
            body: node["body"]["text"].words(4096),
            footer: node["footer"]["text"].words(),
            options: options
        )
    }
}
