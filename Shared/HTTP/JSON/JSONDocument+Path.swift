import CSimdJSON

extension JSONDocument {
    /// The way from the root to an element, found again for the sake of an error: no one needs to remember it.
    func path(to element: csimdjson_element) -> [any CodingKey] {
        withExtendedLifetime(self) {
            var path: [any CodingKey] = []
            var container = root.element
            while container.index != element.index, let step = step(from: container, to: element) {
                path.append(step.key)
                container = step.child
            }
            return path
        }
    }

    /// The child of the container that is the element or has it inside.
    private func step(
        from container: csimdjson_element,
        to element: csimdjson_element
    ) -> (key: JSONKey, child: csimdjson_element)? {
        let isObject = csimdjson_type_of(container) == .object
        var cursor = csimdjson_enter(container)
        var (name, child) = (csimdjson_element(), csimdjson_element())
        var position = 0
        while !isObject || csimdjson_next(&cursor, &name), csimdjson_next(&cursor, &child) {
            if element.index < cursor.index {
                let key = isObject ? JSONKey(stringValue: JSONValue(self, name).string ?? "") : JSONKey(position)
                return (key, child)
            }
            position += 1
        }
        return nil
    }
}
