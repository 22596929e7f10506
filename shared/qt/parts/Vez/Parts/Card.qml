import QtQuick
import QtQuick.Layouts
import Vez.Look

// A quiet white ground for things that belong together; its children stand in a column.
Rectangle {
    id: root

    default property alias body: column.data
    property real padding: Theme.medium
    property alias spacing: column.spacing

    implicitWidth: column.implicitWidth + 2 * padding
    implicitHeight: column.implicitHeight + 2 * padding
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.isHighContrast ? Theme.stroke : Theme.hair
    border.color: Theme.isHighContrast ? Theme.outline : Theme.hairline

    ColumnLayout {
        id: column

        x: root.padding
        y: root.padding
        width: root.width - 2 * root.padding
        height: root.height - 2 * root.padding
        spacing: Theme.small
    }
}
