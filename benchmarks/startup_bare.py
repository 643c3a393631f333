"""The peer of the start-up benchmark: a bare PySide6 window with a table, until its rows are painted."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView


def main() -> None:
    app = QApplication([])
    window = QMainWindow()
    model = QStandardItemModel(40, 13)
    for row in range(40):
        for column in range(13):
            model.setItem(row, column, QStandardItem(f"{row}:{column}"))
    table = QTableView()
    table.setModel(model)
    window.setCentralWidget(table)
    window.resize(1440, 900)
    window.show()
    window.grab()  # paints everything now

    def ready() -> None:
        sys.stdout.write("rows\n")
        sys.stdout.flush()
        app.exit()

    QTimer.singleShot(0, ready)
    app.exec()


if __name__ == "__main__":
    main()
